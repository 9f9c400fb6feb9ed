// The table of services, and what is the same for all of them: the page of an
// account, and for how long an answer pauses its service.
#include "upstream/services.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/ascii.h"
#include "base/url.h"
#include "upstream/bodies.h"

namespace user_listens {
namespace {

// A play without a link of its own, which all services understand.
constexpr std::string_view kBody =
    R"({"recenttracks":{"track":[{"artist":{"#text":"A"},"name":"T"}]},)"
    R"("payload":{"listens":[{"track_metadata":{"artist_name":"A","track_name":"T"}}]}})";

struct PageCase {
  std::string_view name;
  const Service& service;
  std::string_view url;  // of the API
  std::string_view account = "listener";
  std::string_view page;
};

const auto kPageCases = std::to_array<PageCase>({
    {.name = "Last.fm",
     .service = kLastfm,
     .url = kLastfm.default_url,
     .page = "https://www.last.fm/user/listener"},
    {.name = "Libre.fm",
     .service = kLibrefm,
     .url = kLibrefm.default_url,
     .page = "https://libre.fm/user/listener"},
    {.name = "ListenBrainz",
     .service = kListenbrainz,
     .url = kListenbrainz.default_url,
     .page = "https://listenbrainz.org/user/listener"},
    {.name = "the service's own server, without the last slash",
     .service = kListenbrainz,
     .url = "https://api.listenbrainz.org/1",
     .page = "https://listenbrainz.org/user/listener"},
    {.name = "a name to be encoded",
     .service = kListenbrainz,
     .url = kListenbrainz.default_url,
     .account = "a/b \"<\xC3\xA4>",
     .page = "https://listenbrainz.org/user/a%2Fb%20%22%3C%C3%A4%3E"},
    {.name = "the operator's own server",
     .service = kLibrefm,
     .url = "https://fm.example/2.0/",
     .page = "https://fm.example/user/listener"},
    {.name = "the operator's own server, with a port and a deeper path",
     .service = kListenbrainz,
     .url = "https://brainz.example:8443/api/1",
     .account = "a b",
     .page = "https://brainz.example:8443/user/a%20b"},
    {.name = "a server on this machine, which has no https",
     .service = kLastfm,
     .url = "http://localhost:9000/2.0/",
     .page = ""},
});

struct PauseCase {
  std::string_view name;
  const Service& service;
  Received received;
  std::optional<Seconds> pause;    // that an error asks for
  std::optional<Seconds> limited;  // that the service has, by a valid answer
};

const auto kPauseCases = std::to_array<PauseCase>({
    {.name = "a success", .service = kLastfm, .received = {.status = 200, .body = kBody}},
    {.name = "Last.fm's error 29 has no header",
     .service = kLastfm,
     .received = {.status = 429, .body = R"({"error":29})"},
     .pause = Seconds{600}},
    {.name = "error 29 on 200",
     .service = kLastfm,
     .received = {.status = 200, .body = R"({"error":29})"},
     .pause = Seconds{600}},
    {.name = "Retry-After goes before the service's own pause",
     .service = kLastfm,
     .received = {.status = 429, .retry_after = "90", .body = R"({"error":29})"},
     .pause = Seconds{90}},
    {.name = "429 with a Retry-After that asks for nothing",
     .service = kLibrefm,
     .received = {.status = 429, .retry_after = "0"},
     .pause = Seconds{600}},
    {.name = "503 with Retry-After",
     .service = kLibrefm,
     .received = {.status = 503, .retry_after = "120"},
     .pause = Seconds{120}},
    {.name = "503 without", .service = kLibrefm, .received = {.status = 503}},
    {.name = "ListenBrainz's 429",
     .service = kListenbrainz,
     .received = {.status = 429,
                  .rate_limit_remaining = "0",
                  .rate_limit_reset_in = "7",
                  .body = R"({"code":429,"error":"You have exceeded your rate limit."})"},
     .pause = Seconds{7}},
    {.name = "ListenBrainz's 429 without headers",
     .service = kListenbrainz,
     .received = {.status = 429, .body = R"({"code":429})"},
     .pause = Seconds{30}},
    {.name = "the last request of a window",
     .service = kListenbrainz,
     .received =
         {.status = 200, .rate_limit_remaining = "0", .rate_limit_reset_in = "4", .body = kBody},
     .limited = Seconds{4}},
    {.name = "the last request of a window, about nobody whom it knows",
     .service = kListenbrainz,
     .received = {.status = 404,
                  .retry_after = "9",
                  .rate_limit_remaining = "0",
                  .rate_limit_reset_in = "4",
                  .body = R"({"code":404})"},
     .limited = Seconds{4}},
    {.name = "an unknown account that asks to wait",
     .service = kListenbrainz,
     .received = {.status = 404, .retry_after = "9", .body = R"({"code":404})"},
     .pause = Seconds{9}},
    {.name = "a body that says nothing",
     .service = kListenbrainz,
     .received =
         {.status = 200, .rate_limit_remaining = "0", .rate_limit_reset_in = "4", .body = "{}"},
     .pause = Seconds{4}},
    {.name = "a failure in the last request of a window",
     .service = kListenbrainz,
     .received = {.status = 500, .rate_limit_remaining = "0", .rate_limit_reset_in = "4"},
     .pause = Seconds{4}},
    {.name = "not the last",
     .service = kListenbrainz,
     .received =
         {.status = 200, .rate_limit_remaining = "12", .rate_limit_reset_in = "4", .body = kBody}},
});

bool is_lower_case(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

// NOLINTNEXTLINE(readability-function-size): one line a rule
TEST_CASE("services: the table keeps its rules") {
  std::set<std::string_view> sources;
  std::set<std::string_view> titles;
  for (const Service* service : kServices) {
    CAPTURE(service->source);
    CHECK(sources.insert(service->source).second);
    CHECK(titles.insert(service->title).second);
    // It becomes a column of the roster and the beginning of settings' names.
    CHECK(is_lower_case(service->source));
    CHECK_FALSE(service->title.empty());
    CHECK(host_of(service->default_url, "https://"));
    CHECK(service->default_url.ends_with('/'));
    CHECK(host_of(service->account_page, "https://"));
    CHECK(service->account_page.ends_with('/'));
    CHECK(service->pace.burst >= 1);
    CHECK(service->pace.per_second >= 1);
    CHECK(service->pace.per_second <= 1000);
    CHECK(service->pace.window >= Millis{0});
    CHECK(service->pause > Seconds{0});
    CHECK(service->max_account_bytes >= 1);
    CHECK(service->questions >= 1);
    if (service->needs_secret) CHECK_FALSE(service->secret_setting.empty());
    if (!service->authorization.empty()) CHECK_FALSE(service->secret_setting.empty());
    if (service->secret_setting.empty()) continue;
    std::string prefix;
    for (const char c : service->source) prefix += ascii::upper(c);
    CHECK(service->secret_setting.starts_with(prefix + "_"));
  }
}

TEST_CASE("services: a service is found by its exact name") {
  for (std::size_t i = 0; i < kServices.size(); ++i) {
    CHECK(service_named(kServices.at(i)->source) == i);
    CHECK_FALSE(service_named(kServices.at(i)->title));
  }
  for (const std::string_view name : {"", "LASTFM", "lastf", "lastfm ", "rocksky"}) {
    CAPTURE(name);
    CHECK_FALSE(service_named(name));
  }
}

TEST_CASE("services: the page of an account is at the server that was asked") {
  for (const auto& c : kPageCases) {
    CAPTURE(c.name);
    Arena arena;
    const Access access{.url = c.url, .secret = "", .pace = c.service.pace};
    const auto question = bodies::question_to(c.service, 0, c.account);
    CHECK(account_page(c.service, access, question.account, arena) == c.page);
  }
}

TEST_CASE("services: for how long an answer pauses its service") {
  for (const auto& c : kPauseCases) {
    CAPTURE(c.name);
    Arena arena;
    const auto answer = bodies::answer_to(bodies::question_to(c.service, c.service.questions - 1),
                                          c.received, arena);
    const auto until = [](std::optional<Seconds> wait) {
      return wait ? std::optional{samples::now() + *wait} : std::nullopt;
    };
    CHECK(answer.paused_until == until(c.pause));
    CHECK(answer.limited_until == until(c.limited));
  }
}

}  // namespace user_listens
