// Bodies cut at every byte, broken behind what counts, and beyond the limit.
#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>

#include "upstream/bodies.h"

namespace user_listens {
namespace {

// One that all services understand as "nothing played".
constexpr std::string_view kNothing = R"({"recenttracks":{"track":[]},"payload":{"listens":[]}})";

struct BehindCase {
  std::string_view name;
  const Service& service;
  std::string_view body;    // in all of its length
  std::string_view needed;  // what it must hold up to, for the listen to be known
};

const auto kBehindCases = std::to_array<BehindCase>({
    {.name = "the user behind the plays",
     .service = kLastfm,
     .body = R"({"recenttracks":{"track":[{"artist":{"#text":"A"},"name":"T"},{"name":"U"}],)"
             R"("@attr":{"user":"listener","total":"1"}}})",
     .needed = R"("user":"listener")"},
    {.name = "the user before the plays",
     .service = kLastfm,
     .body = R"({"recenttracks":{"@attr":{"user":"listener"},)"
             R"("track":[{"artist":{"#text":"A"},"name":"T"},{"name":"U"}]}})",
     .needed = R"("name":"T"})"},
    {.name = "a single object",
     .service = kLibrefm,
     .body = R"({"recenttracks":{"track":{"artist":{"#text":"A"},"name":"T"},)"
             R"("@attr":{"user":"listener","page":"1"}}})",
     .needed = R"("user":"listener")"},
    {.name = "the user within the listen",
     .service = kListenbrainz,
     .body = R"({"payload":{"count":1,"listens":[{"track_metadata":{"artist_name":"A",)"
             R"("track_name":"T"},"user_name":"listener"}],"user_id":"listener"}})",
     .needed = R"("user_name":"listener"})"},
    {.name = "the user before the listens",
     .service = kListenbrainz,
     .body = R"({"payload":{"user_id":"listener","listens":[{"track_metadata":)"
             R"({"artist_name":"A","track_name":"T"}}]}})",
     .needed = R"("track_name":"T"}})"},
});

Answer answer_of(const Service& service, std::string_view body, Arena& arena) {
  return bodies::answer_to(bodies::question_to(service, service.questions - 1),
                           {.status = 200, .body = body}, arena);
}

}  // namespace

TEST_CASE("damage: a body cut at every byte is its own answer or none") {
  for (const Service* service : kServices) {
    for (const auto& file : bodies::names_in(bodies::own(*service))) {
      if (file == "two_documents.json") continue;  // the first of them is whole
      CAPTURE(service->source);
      CAPTURE(file);
      const auto step = file.starts_with("playing") ? 0 : service->questions - 1;
      bodies::check_cuts(bodies::question_to(*service, step),
                         bodies::read(bodies::own(*service) / file));
    }
  }
}

// Behind the first complete play there may be one that plays now.
TEST_CASE("damage: what is broken behind a complete play makes the answer unreadable") {
  for (const auto& c : kBehindCases) {
    CAPTURE(c.name);
    const auto end = c.body.find(c.needed) + c.needed.size();
    Arena arena;
    REQUIRE(answer_of(c.service, c.body, arena).listen);
    for (const std::string_view rest : {"", "\xFF", "{{]] no JSON", "[\\ud800"}) {
      CAPTURE(rest);
      const auto broken = answer_of(c.service, std::string{c.body.substr(0, end)} += rest, arena);
      CHECK(traits(broken.kind).name == traits(AnswerKind::unreadable).name);
      CHECK_FALSE(broken.listen);
    }
  }
}

TEST_CASE("damage: a body beyond the limit is too large") {
  for (const Service* service : kServices) {
    CAPTURE(service->source);
    std::string body{kNothing};
    body.append(kMaxAnswerBytes - body.size(), ' ');
    Arena arena;
    CHECK(answer_of(*service, body, arena).kind == AnswerKind::silent);
    CHECK(answer_of(*service, body + " ", arena).kind == AnswerKind::too_large);
  }
}

TEST_CASE("damage: a body at the limit that sanitizing lengthens is read") {
  for (const Service* service : kServices) {
    CAPTURE(service->source);
    std::string body{kNothing.substr(0, kNothing.size() - 1)};
    body += R"(,"more":")";
    body.append(kMaxAnswerBytes - body.size() - 2, '\xFF') += "\"}";
    REQUIRE(body.size() == kMaxAnswerBytes);
    Arena arena;
    CHECK(answer_of(*service, body, arena).kind == AnswerKind::silent);
  }
}

TEST_CASE("damage: a request without an answer keeps its failure") {
  for (const Service* service : kServices) {
    for (const auto failure : {AnswerKind::timeout, AnswerKind::unreachable, AnswerKind::not_sent,
                               AnswerKind::too_large, AnswerKind::crashed}) {
      CAPTURE(service->source);
      Arena arena;
      const auto question = bodies::question_to(*service, 0);
      const auto answer = bodies::answer_to(question,
                                            {.failure = failure,
                                             .status = 429,
                                             .retry_after = "60",
                                             .body = R"({"error":10,"code":401})"},
                                            arena);
      CHECK(answer.kind == failure);
      CHECK(answer.account == question.account);
      CHECK_FALSE(answer.listen);
      CHECK_FALSE(answer.paused_until);
    }
  }
}

}  // namespace user_listens
