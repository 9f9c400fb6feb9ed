// Whether the list that was written is the one that is stored.
#include "refresh/confirm.h"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "cache/entry.h"
#include "log_text.h"
#include "samples.h"

namespace user_listens {
namespace {

constexpr Deployment kForeign{.id = "9999"};
constexpr std::array<std::string_view, 2> kSecrets{"token-4", "key-123"};

std::string list(std::string_view at, const Deployment& writer) {
  const std::vector<Listen> tracks{samples::listen("alice")};
  return encode_entry(samples::entry(samples::time(at), writer, tracks));
}

struct ConfirmCase {
  std::string_view name;
  Stored read_back = {};
  std::int64_t look = 2;
  std::optional<std::string_view> refusal = {};
  std::optional<Confirmation> outcome = {};
  std::string_view log;
  bool earns_snapshot = true;
};

constexpr std::string_view kDone = "info: [CRON] Pre-warmed user listens cache with 14 tracks\n";

std::string behind(std::string_view what) {
  return std::string{kDone}
      .append(
          "warning: [CRON] WARNING: The write is not confirmed: user-listens:v2:recent still "
          "answers with ")
      .append(what)
      .append(". KV may be behind; nothing is rolled back.\n");
}

std::string foreign(std::string_view what) {
  return std::string{"error: [CRON] WARNING: Verification failed: user-listens:v2:recent holds "}
      .append(what)
      .append(", not the list just written by writer f3b1 deployed 2025-12-01T09:00:00.000Z.\n");
}

void check(const ConfirmCase& c) {
  CAPTURE(c.name);
  const auto written = list(samples::kNow, samples::deployment());
  Log log;
  const auto outcome = confirm_write({.written = written,
                                      .track_count = 14,
                                      .refusal = c.refusal,
                                      .read_back = c.read_back,
                                      .look = c.look,
                                      .started = samples::now(),
                                      .now = samples::now()},
                                     kSecrets, log);
  REQUIRE(outcome.has_value() == c.outcome.has_value());
  if (outcome) CHECK(name(outcome->confirmation) == name(*c.outcome));
  if (outcome) CHECK(outcome->earns_snapshot == c.earns_snapshot);
  CHECK(text_of(log) == c.log);
}

}  // namespace

TEST_CASE("confirm: the same bytes read back confirm the write") {
  const auto same = list(samples::kNow, samples::deployment());
  for (const std::int64_t look : {1, 2}) {
    check({.name = "same",
           .read_back = {.value = same},
           .look = look,
           .outcome = Confirmation::confirmed,
           .log = "info: [CRON] Pre-warmed user listens cache with 14 tracks (verified)\n"});
  }
}

TEST_CASE("confirm: at the first look other bytes prove nothing") {
  const auto other = list(samples::kNow, kForeign);
  check({.name = "missing", .look = 1});
  check({.name = "another list", .read_back = {.value = other}, .look = 1});
  check({.name = "the old format", .read_back = {.value = "[]"}, .look = 1});
  check({.name = "not readable", .read_back = {.error = "down"}, .look = 1});
}

TEST_CASE("confirm: none or an older copy leaves it unconfirmed") {
  const auto older = list("2025-12-04T14:20:27.000Z", samples::deployment());
  const auto foreign_older = list("2025-12-04T14:25:26.999Z", kForeign);
  const auto kept_alive = list(samples::kNow, kForeign);  // nothing was learned since
  const auto nobodys = list("2025-12-04T14:20:27.000Z", {});
  check({.name = "missing", .outcome = Confirmation::unconfirmed, .log = behind("no value")});
  check({.name = "older",
         .read_back = {.value = older},
         .outcome = Confirmation::unconfirmed,
         .log = behind("the list of 2025-12-04T14:20:27.000Z by writer f3b1 deployed "
                       "2025-12-01T09:00:00.000Z")});
  check({.name = "older of another",
         .read_back = {.value = foreign_older},
         .outcome = Confirmation::unconfirmed,
         .log = behind("the list of 2025-12-04T14:25:26.999Z by writer 9999")});
  check({.name = "of the same time by another",
         .read_back = {.value = kept_alive},
         .outcome = Confirmation::unconfirmed,
         .log = behind("the list of 2025-12-04T14:25:27.000Z by writer 9999")});
  const auto of_broken_clock = list("2025-12-04T14:27:27.001Z", samples::deployment());
  check({.name = "of a clock that is broken",
         .read_back = {.value = of_broken_clock},
         .outcome = Confirmation::unconfirmed,
         .log = behind("the list of 2025-12-04T14:27:27.001Z by writer f3b1 deployed "
                       "2025-12-01T09:00:00.000Z")});
  check({.name = "older of nobody",
         .read_back = {.value = nobodys},
         .outcome = Confirmation::unconfirmed,
         .log = behind("the list of 2025-12-04T14:20:27.000Z by an unknown writer")});
  check({.name = "not readable",
         .read_back = {.error = "KV GET failed\nwith key-123token-4"},
         .outcome = Confirmation::unconfirmed,
         .log = std::string{kDone} + "warning: [CRON] WARNING: The write is not confirmed: "
                                     "user-listens:v2:recent could not be read "
                                     "back: KV GET failed with ******\n"});
}

TEST_CASE("confirm: what another wrote behind our back is a mismatch that names the writer") {
  const auto newer = list("2025-12-04T14:25:27.001Z", kForeign);
  const Deployment forger{.id = "x\ny", .deployed_at = samples::time("2025-12-04T00:00:00Z")};
  const auto forged = list("2025-12-04T14:27:27.000Z", forger);
  check({.name = "newer",
         .read_back = {.value = newer},
         .outcome = Confirmation::mismatch,
         .log = foreign("the list of 2025-12-04T14:25:27.001Z by writer 9999")});
  check({.name = "a writer's name forges no line",
         .read_back = {.value = forged},
         .outcome = Confirmation::mismatch,
         .log = foreign("the list of 2025-12-04T14:27:27.000Z by writer x y deployed "
                        "2025-12-04T00:00:00.000Z")});
  check({.name = "the old format",
         .read_back = {.value = "[]"},
         .outcome = Confirmation::mismatch,
         .log = foreign("the old format (bare array with 0 items) by an unknown writer")});
  check({.name = "another version",
         .read_back = {.value = R"({"version":3,"writer":{"id":"new"}})"},
         .outcome = Confirmation::mismatch,
         .log = foreign("version 3 by writer new")});
  check({.name = "an outdated version",
         .read_back = {.value = R"({"version":1})"},
         .outcome = Confirmation::mismatch,
         .log = foreign("version 1 by an unknown writer")});
  check({.name = "corrupt",
         .read_back = {.value = "{"},
         .outcome = Confirmation::mismatch,
         .log = foreign("a corrupt value (not JSON) by an unknown writer")});
}

TEST_CASE("confirm: a write that KV refused, but stored, is confirmed") {
  const auto same = list(samples::kNow, samples::deployment());
  check({.name = "refused, but stored",
         .read_back = {.value = same},
         .look = 1,
         .refusal = "no answer within 10000 ms",
         .outcome = Confirmation::confirmed,
         .log = "info: [CRON] Pre-warmed user listens cache with 14 tracks (verified)\n"});
}

TEST_CASE("confirm: a write that KV refused is logged without secrets") {
  check({.name = "refused",
         .look = 1,
         .refusal = "429 Too Many Requests\nkey-123 key-123",
         .outcome = Confirmation::refused,
         .log = "error: [CRON] WARNING: KV refused the list: 429 Too Many Requests *** ***. What "
                "was stored "
                "before stays.\n"});
}

TEST_CASE("confirm: a snapshot is earned unless another run has written since this one began") {
  const Deployment newer_deployment{.id = "next",
                                    .deployed_at = samples::time("2025-12-02T09:00:00Z")};
  const Deployment older_deployment{.id = "last",
                                    .deployed_at = samples::time("2025-11-01T09:00:00Z")};
  struct Case {
    std::string_view name;
    Deployment writer;
    std::string_view written_at;
    bool earns_snapshot;
    bool is_sealed = true;
    std::string_view confirmation = "mismatch";
  };
  // The run began at 14:20:00 and wrote its list at 14:25:27; then it stalled.
  const auto started = samples::time("2025-12-04T14:20:00.000Z");
  const auto now = samples::time("2025-12-04T14:33:00.000Z");
  const std::vector<Case> cases{
      {"a newer deployment", newer_deployment, "2025-12-04T14:25:27.500Z", false},
      {"a newer deployment, without a seal", newer_deployment, "2025-12-04T14:25:27.500Z", true,
       false},
      {"a newer deployment, before this run began", newer_deployment, "2025-12-04T14:19:00.000Z",
       false, true, "unconfirmed"},
      {"another run, later", samples::deployment(), "2025-12-04T14:25:27.001Z", false},
      {"another run, minutes later", samples::deployment(), "2025-12-04T14:30:00.000Z", false},
      {"another run, before ours was written", samples::deployment(), "2025-12-04T14:21:00.000Z",
       false, true, "unconfirmed"},
      {"another run, before this one began", samples::deployment(), "2025-12-04T14:20:00.000Z",
       true, true, "unconfirmed"},
      {"an older deployment, which fires once more", older_deployment, "2025-12-04T14:25:27.500Z",
       false},
      {"another run, of a clock that is broken", samples::deployment(), "2025-12-04T14:35:00.001Z",
       true, true, "unconfirmed"},
      {"nobody known, later, without a seal", {}, "2025-12-04T14:25:28.000Z", true, false}};
  const auto written = list(samples::kNow, samples::deployment());
  for (const auto& c : cases) {
    CAPTURE(c.name);
    // Its tracks do not matter here.
    Entry entry = samples::entry(samples::time("2025-12-04T14:10:00.000Z"), c.writer,
                                 {samples::listen("bob")});
    entry.written_at = samples::time(c.written_at);
    const auto value = encode_entry(entry);
    const auto seal = c.is_sealed ? std::optional{seal_of(value, 1)} : std::nullopt;
    Log log;
    const auto verdict = confirm_write({.written = written,
                                        .track_count = 1,
                                        .read_back = {.value = value, .seal = seal},
                                        .look = 2,
                                        .started = started,
                                        .now = now},
                                       {}, log);
    REQUIRE(verdict);
    CHECK(name(verdict->confirmation) == c.confirmation);
    CHECK(verdict->earns_snapshot == c.earns_snapshot);
  }
}

}  // namespace user_listens
