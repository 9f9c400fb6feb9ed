#include "render/words.h"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <string_view>

#include "samples.h"

namespace user_listens {
namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kMonth = 2'629'746'000;  // of the mean year, a twelfth
constexpr std::int64_t kYear = 31'556'952'000;

struct RelativeCase {
  std::int64_t age_ms = 0;
  std::string_view words;
};

constexpr auto kRelativeCases = std::to_array<RelativeCase>({
    {-300'001, "4 Dec 2025, 14:30 UTC"},
    {-300'000, "just now"},
    {-1, "just now"},
    {0, "just now"},
    {kMinute - 1, "just now"},
    {kMinute, "1 min ago"},
    {2 * kMinute - 1, "1 min ago"},
    {2 * kMinute, "2 min ago"},
    {kHour - 1, "59 min ago"},
    {kHour, "1 h ago"},
    {2 * kHour - 1, "1 h ago"},
    {2 * kHour, "2 h ago"},
    {kDay - 1, "23 h ago"},
    {kDay, "1 day ago"},
    {2 * kDay - 1, "1 day ago"},
    {2 * kDay, "2 days ago"},
    {kMonth - 1, "30 days ago"},
    {kMonth, "1 month ago"},
    {2 * kMonth - 1, "1 month ago"},
    {2 * kMonth, "2 months ago"},
    {kYear - 1, "11 months ago"},
    {kYear, "1 year ago"},
    {2 * kYear - 1, "1 year ago"},
    {2 * kYear, "2 years ago"},
    {50 * kYear, "50 years ago"},
});

struct ExactCase {
  std::string_view time;
  std::string_view exact;
  std::string_view rfc822;
};

// Every month, every weekday, and the ends of years.
constexpr auto kExactCases = std::to_array<ExactCase>({
    {"1970-01-01T00:00:00.000Z", "1 Jan 1970, 00:00 UTC", "Thu, 01 Jan 1970 00:00:00 GMT"},
    {"1970-01-02T23:59:59.999Z", "2 Jan 1970, 23:59 UTC", "Fri, 02 Jan 1970 23:59:59 GMT"},
    {"2000-02-29T12:00:00.000Z", "29 Feb 2000, 12:00 UTC", "Tue, 29 Feb 2000 12:00:00 GMT"},
    {"2024-02-29T23:59:59.999Z", "29 Feb 2024, 23:59 UTC", "Thu, 29 Feb 2024 23:59:59 GMT"},
    {"2024-12-31T23:59:59.999Z", "31 Dec 2024, 23:59 UTC", "Tue, 31 Dec 2024 23:59:59 GMT"},
    {"2025-01-01T00:00:00.000Z", "1 Jan 2025, 00:00 UTC", "Wed, 01 Jan 2025 00:00:00 GMT"},
    {"2025-02-28T01:02:03.004Z", "28 Feb 2025, 01:02 UTC", "Fri, 28 Feb 2025 01:02:03 GMT"},
    {"2025-03-01T09:08:07.000Z", "1 Mar 2025, 09:08 UTC", "Sat, 01 Mar 2025 09:08:07 GMT"},
    {"2025-04-06T10:00:00.000Z", "6 Apr 2025, 10:00 UTC", "Sun, 06 Apr 2025 10:00:00 GMT"},
    {"2025-05-19T10:00:00.000Z", "19 May 2025, 10:00 UTC", "Mon, 19 May 2025 10:00:00 GMT"},
    {"2025-06-30T10:00:00.000Z", "30 Jun 2025, 10:00 UTC", "Mon, 30 Jun 2025 10:00:00 GMT"},
    {"2025-07-08T10:00:00.000Z", "8 Jul 2025, 10:00 UTC", "Tue, 08 Jul 2025 10:00:00 GMT"},
    {"2025-08-13T10:00:00.000Z", "13 Aug 2025, 10:00 UTC", "Wed, 13 Aug 2025 10:00:00 GMT"},
    {"2025-09-11T10:00:00.000Z", "11 Sep 2025, 10:00 UTC", "Thu, 11 Sep 2025 10:00:00 GMT"},
    {"2025-10-10T10:10:10.010Z", "10 Oct 2025, 10:10 UTC", "Fri, 10 Oct 2025 10:10:10 GMT"},
    {"2025-11-09T10:00:00.000Z", "9 Nov 2025, 10:00 UTC", "Sun, 09 Nov 2025 10:00:00 GMT"},
    {"2025-12-06T20:21:22.000Z", "6 Dec 2025, 20:21 UTC", "Sat, 06 Dec 2025 20:21:22 GMT"},
    {"2038-01-19T03:14:08.000Z", "19 Jan 2038, 03:14 UTC", "Tue, 19 Jan 2038 03:14:08 GMT"},
    {"9999-12-31T23:59:59.999Z", "31 Dec 9999, 23:59 UTC", "Fri, 31 Dec 9999 23:59:59 GMT"},
});

}  // namespace

TEST_CASE("words: how long ago, at the edges of every unit") {
  for (const auto& c : kRelativeCases) {
    CAPTURE(c.age_ms);
    Arena arena;
    CHECK(in_relative_words(samples::now() - Millis{c.age_ms}, samples::now(), arena) == c.words);
  }
}

TEST_CASE("words: the first and the last time there can be") {
  Arena arena;
  CHECK(in_relative_words(unix_millis(0), samples::time("9999-12-31T23:59:59.999Z"), arena) ==
        "8029 years ago");
  CHECK(in_relative_words(samples::time("9999-12-31T23:59:59.999Z"), unix_millis(0), arena) ==
        "31 Dec 9999, 23:59 UTC");
}

TEST_CASE("words: exact times, for readers and as RFC 822") {
  for (const auto& c : kExactCases) {
    CAPTURE(c.time);
    Arena arena;
    CHECK(in_exact_words(samples::time(c.time), arena) == c.exact);
    CHECK(as_rfc822(samples::time(c.time), arena) == c.rfc822);
  }
}

}  // namespace user_listens
