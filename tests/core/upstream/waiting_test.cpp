// The headers with which services ask to be left alone (RFC 9110, sections
// 5.6.7 and 10.2.3), in every form and in none.
#include "upstream/waiting.h"

#include <doctest/doctest.h>

#include <array>
#include <optional>
#include <string_view>

#include "samples.h"

namespace user_listens {
namespace {

struct WaitCase {
  std::string_view name;
  Received received;
  std::optional<Seconds> wait = {};
};

// Now is Thu, 04 Dec 2025 14:25:27 GMT.
constexpr auto kRetryAfterCases = std::to_array<WaitCase>({
    {.name = "none", .received = {.status = 429}},
    {.name = "seconds", .received = {.status = 429, .retry_after = "120"}, .wait = Seconds{120}},
    {.name = "on any status that is no success",
     .received = {.status = 503, .retry_after = "120"},
     .wait = Seconds{120}},
    {.name = "blanks around",
     .received = {.status = 429, .retry_after = " 120\t"},
     .wait = Seconds{120}},
    {.name = "no time at all", .received = {.status = 429, .retry_after = "0"}},
    {.name = "negative", .received = {.status = 429, .retry_after = "-5"}},
    {.name = "a fraction", .received = {.status = 429, .retry_after = "1.5"}},
    {.name = "a plus", .received = {.status = 429, .retry_after = "+5"}},
    {.name = "a unit", .received = {.status = 429, .retry_after = "5s"}},
    {.name = "the longest",
     .received = {.status = 429, .retry_after = "21600"},
     .wait = kLongestPause},
    {.name = "longer than the longest",
     .received = {.status = 429, .retry_after = "21601"},
     .wait = kLongestPause},
    {.name = "18 digits",
     .received = {.status = 429, .retry_after = "999999999999999999"},
     .wait = kLongestPause},
    {.name = "more digits than a number has",
     .received = {.status = 429, .retry_after = "9999999999999999999999"}},
    {.name = "a date",
     .received = {.status = 429, .retry_after = "Thu, 04 Dec 2025 14:27:27 GMT"},
     .wait = Seconds{120}},
    {.name = "the first month",
     .received = {.status = 429, .retry_after = "Thu, 01 Jan 2026 00:00:00 GMT"},
     .wait = kLongestPause},
    {.name = "a date of this second",
     .received = {.status = 429, .retry_after = "Thu, 04 Dec 2025 14:25:27 GMT"}},
    {.name = "a date in the past",
     .received = {.status = 429, .retry_after = "Sun, 06 Nov 1994 08:49:37 GMT"}},
    {.name = "a date before 1970",
     .received = {.status = 429, .retry_after = "Mon, 04 Dec 1967 14:27:27 GMT"}},
    {.name = "a date far ahead",
     .received = {.status = 429, .retry_after = "Fri, 31 Dec 9999 23:59:59 GMT"},
     .wait = kLongestPause},
    {.name = "a date of another zone",
     .received = {.status = 429, .retry_after = "Thu, 04 Dec 2025 14:27:27 CET"}},
    {.name = "a date in an obsolete form",
     .received = {.status = 429, .retry_after = "Thursday, 04-Dec-25 14:27:27 GMT"}},
    {.name = "a date as C prints it",
     .received = {.status = 429, .retry_after = "Thu Dec  4 14:27:27 2025"}},
    {.name = "a date in ISO 8601",
     .received = {.status = 429, .retry_after = "2025-12-04T14:27:27Z"}},
    {.name = "no such month",
     .received = {.status = 429, .retry_after = "Thu, 04 Dez 2025 14:27:27 GMT"}},
    {.name = "letters of two months",
     .received = {.status = 429, .retry_after = "Thu, 04 anF 2026 14:27:27 GMT"}},
    {.name = "no such day",
     .received = {.status = 429, .retry_after = "Thu, 31 Nov 2026 14:27:27 GMT"}},
    {.name = "no such hour",
     .received = {.status = 429, .retry_after = "Thu, 04 Dec 2025 24:27:27 GMT"}},
    {.name = "letters for digits",
     .received = {.status = 429, .retry_after = "Thu, 0x Dec 2025 14:27:27 GMT"}},
    {.name = "cut", .received = {.status = 429, .retry_after = "Thu, 04 Dec 2025 14:27"}},
    {.name = "words", .received = {.status = 429, .retry_after = "later, perhaps"}},
    {.name = "a comma alone", .received = {.status = 429, .retry_after = ", "}},
    {.name = "on 200", .received = {.status = 200, .retry_after = "120"}},
    {.name = "on 299", .received = {.status = 299, .retry_after = "120"}},
    {.name = "on 302", .received = {.status = 302, .retry_after = "120"}, .wait = Seconds{120}},
});

constexpr auto kRateLimitCases = std::to_array<WaitCase>({
    {.name = "the last one, of a success",
     .received = {.status = 200, .rate_limit_remaining = "0", .rate_limit_reset_in = "7"},
     .wait = Seconds{7}},
    {.name = "none left",
     .received = {.status = 429, .rate_limit_remaining = "0", .rate_limit_reset_in = "7"},
     .wait = Seconds{7}},
    {.name = "blanks around",
     .received = {.status = 200, .rate_limit_remaining = " 0 ", .rate_limit_reset_in = " 7 "},
     .wait = Seconds{7}},
    {.name = "one left",
     .received = {.status = 200, .rate_limit_remaining = "1", .rate_limit_reset_in = "7"}},
    {.name = "fewer than none",
     .received = {.status = 200, .rate_limit_remaining = "-1", .rate_limit_reset_in = "7"}},
    {.name = "how many are left is not said",
     .received = {.status = 200, .rate_limit_reset_in = "7"}},
    {.name = "when it ends is not said", .received = {.status = 200, .rate_limit_remaining = "0"}},
    {.name = "it ends at once",
     .received = {.status = 200, .rate_limit_remaining = "0", .rate_limit_reset_in = "0"}},
    {.name = "it has ended",
     .received = {.status = 200, .rate_limit_remaining = "0", .rate_limit_reset_in = "-3"}},
    {.name = "it ends far ahead",
     .received = {.status = 200, .rate_limit_remaining = "0", .rate_limit_reset_in = "1764858327"},
     .wait = kLongestPause},
    {.name = "words",
     .received = {.status = 200, .rate_limit_remaining = "zero", .rate_limit_reset_in = "soon"}},
    {.name = "a date is not its form",
     .received = {.status = 200,
                  .rate_limit_remaining = "0",
                  .rate_limit_reset_in = "Thu, 04 Dec 2025 14:27:27 GMT"}},
    {.name = "Retry-After goes before it",
     .received = {.status = 429,
                  .retry_after = "120",
                  .rate_limit_remaining = "0",
                  .rate_limit_reset_in = "7"},
     .wait = Seconds{120}},
    {.name = "but not when it cannot be read",
     .received = {.status = 429,
                  .retry_after = "later",
                  .rate_limit_remaining = "0",
                  .rate_limit_reset_in = "7"},
     .wait = Seconds{7}},
    {.name = "nor on a success",
     .received = {.status = 200,
                  .retry_after = "120",
                  .rate_limit_remaining = "0",
                  .rate_limit_reset_in = "7"},
     .wait = Seconds{7}},
});

}  // namespace

TEST_CASE("waiting: how long Retry-After says to wait") {
  for (const auto& c : kRetryAfterCases) {
    CAPTURE(c.name);
    CHECK(wait_asked_for(c.received, samples::now()) == c.wait);
  }
}

TEST_CASE("waiting: how long X-RateLimit headers say to wait") {
  for (const auto& c : kRateLimitCases) {
    CAPTURE(c.name);
    CHECK(wait_asked_for(c.received, samples::now()) == c.wait);
  }
}

TEST_CASE("waiting: a date a moment ahead is a whole second") {
  const auto now = samples::time("2025-12-04T14:25:26.999Z");
  const Received received{.status = 429, .retry_after = "Thu, 04 Dec 2025 14:25:27 GMT"};
  CHECK(wait_asked_for(received, now) == Seconds{1});
}

TEST_CASE("waiting: a date in each month is understood") {
  constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  for (unsigned month = 1; month <= kMonths.size(); ++month) {
    const auto text = std::string{"Mon, 02 "}.append(kMonths.at(month - 1)) + " 2026 03:04:05 GMT";
    CAPTURE(text);
    const UnixMillis then =
        std::chrono::sys_days{std::chrono::year{2026} / std::chrono::month{month} / 2} +
        std::chrono::hours{3} + std::chrono::minutes{4};
    CHECK(wait_asked_for({.status = 503, .retry_after = text}, then) == Seconds{5});
  }
}

}  // namespace user_listens
