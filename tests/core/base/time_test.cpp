#include "base/time.h"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <limits>
#include <string_view>

namespace user_listens {
namespace {

struct TimeCase {
  std::string_view name;
  std::string_view text;
  std::int64_t ms = 0;
};

constexpr auto kTimeCases = std::to_array<TimeCase>({
    {.name = "the first", .text = "1970-01-01T00:00:00.000Z", .ms = 0},
    {.name = "one millisecond", .text = "1970-01-01T00:00:00.001Z", .ms = 1},
    {.name = "the first day's last", .text = "1970-01-01T23:59:59.999Z", .ms = 86'399'999},
    {.name = "an ordinary one", .text = "2025-12-04T14:25:27.000Z", .ms = 1'764'858'327'000},
    {.name = "leap day", .text = "2024-02-29T12:00:00.000Z", .ms = 1'709'208'000'000},
    {.name = "leap day of a century", .text = "2000-02-29T00:00:00.000Z", .ms = 951'782'400'000},
    {.name = "beyond 32 bits", .text = "2038-01-19T03:14:08.000Z", .ms = 2'147'483'648'000},
    {.name = "no leap year", .text = "2100-03-01T00:00:00.000Z", .ms = 4'107'542'400'000},
    {.name = "the last", .text = "9999-12-31T23:59:59.999Z", .ms = 253'402'300'799'999},
});

struct FractionCase {
  std::string_view text;
  std::int64_t ms = 0;
};

constexpr auto kFractionCases = std::to_array<FractionCase>({
    {.text = "1970-01-01T00:00:01Z", .ms = 1000},
    {.text = "1970-01-01T00:00:01.0Z", .ms = 1000},
    {.text = "1970-01-01T00:00:01.5Z", .ms = 1500},
    {.text = "1970-01-01T00:00:01.05Z", .ms = 1050},
    {.text = "1970-01-01T00:00:01.005Z", .ms = 1005},
    {.text = "1970-01-01T00:00:01.9999Z", .ms = 1999},
    {.text = "1970-01-01T00:00:01.123456789Z", .ms = 1123},
});

struct MalformedCase {
  std::string_view name;
  std::string_view text;
};

constexpr auto kMalformedCases = std::to_array<MalformedCase>({
    {.name = "empty", .text = ""},
    {.name = "only a date", .text = "2025-12-04"},
    {.name = "no zone", .text = "2025-12-04T14:25:27"},
    {.name = "no zone behind a fraction", .text = "2025-12-04T14:25:27.000"},
    {.name = "another zone", .text = "2025-12-04T14:25:27+00:00"},
    {.name = "small z", .text = "2025-12-04T14:25:27z"},
    {.name = "small t", .text = "2025-12-04t14:25:27Z"},
    {.name = "blank for T", .text = "2025-12-04 14:25:27Z"},
    {.name = "blank before", .text = " 2025-12-04T14:25:27Z"},
    {.name = "blank behind", .text = "2025-12-04T14:25:27Z "},
    {.name = "twice Z", .text = "2025-12-04T14:25:27ZZ"},
    {.name = "point without digits", .text = "2025-12-04T14:25:27.Z"},
    {.name = "ten digits", .text = "2025-12-04T14:25:27.0000000000Z"},
    {.name = "comma", .text = "2025-12-04T14:25:27,5Z"},
    {.name = "letter in the fraction", .text = "2025-12-04T14:25:27.a00Z"},
    {.name = "letter late in the fraction", .text = "2025-12-04T14:25:27.000xZ"},
    {.name = "sign in the fraction", .text = "2025-12-04T14:25:27.-1Z"},
    {.name = "year of five digits", .text = "12025-12-04T14:25:27Z"},
    {.name = "extended year", .text = "+02025-12-04T14:25:27Z"},
    {.name = "negative year", .text = "-025-12-04T14:25:27Z"},
    {.name = "before 1970", .text = "1969-12-31T23:59:59Z"},
    {.name = "year 0", .text = "0000-01-01T00:00:00Z"},
    {.name = "month 0", .text = "2025-00-04T14:25:27Z"},
    {.name = "month 13", .text = "2025-13-04T14:25:27Z"},
    {.name = "day 0", .text = "2025-12-00T14:25:27Z"},
    {.name = "day 32", .text = "2025-12-32T14:25:27Z"},
    {.name = "31 April", .text = "2025-04-31T14:25:27Z"},
    {.name = "29 February of no leap year", .text = "2025-02-29T00:00:00Z"},
    {.name = "29 February 2100", .text = "2100-02-29T00:00:00Z"},
    {.name = "30 February", .text = "2024-02-30T00:00:00Z"},
    {.name = "hour 24", .text = "2025-12-04T24:00:00Z"},
    {.name = "minute 60", .text = "2025-12-04T14:60:00Z"},
    {.name = "leap second", .text = "2016-12-31T23:59:60Z"},
    {.name = "digits of another script", .text = "2025-12-0\xD9\xA4T14:25:27Z"},
    {.name = "seconds since the epoch", .text = "1764858327"},
});

}  // namespace

TEST_CASE("time: is read as it was written") {
  for (const auto& c : kTimeCases) {
    CAPTURE(c.name);
    const UnixMillis time = unix_millis(c.ms);
    CHECK(std::string_view{to_iso8601(time)} == c.text);
    CHECK(parse_iso8601(c.text) == time);
    CHECK(time.time_since_epoch().count() == c.ms);
  }
}

TEST_CASE("time: fractions are cut to milliseconds") {
  for (const auto& c : kFractionCases) {
    CAPTURE(c.text);
    CHECK(parse_iso8601(c.text) == unix_millis(c.ms));
  }
}

TEST_CASE("time: malformed texts are no time") {
  for (const auto& c : kMalformedCases) {
    CAPTURE(c.name);
    CHECK_FALSE(parse_iso8601(c.text));
  }
}

TEST_CASE("time: a text cut at any byte is no time") {
  constexpr std::string_view kWhole = "2025-12-04T14:25:27.123456789Z";
  for (std::size_t size = 0; size < kWhole.size(); ++size) {
    CAPTURE(size);
    CHECK_FALSE(parse_iso8601(kWhole.substr(0, size)));
  }
}

TEST_CASE("time: numbers outside of 1970 to 9999 are clamped") {
  constexpr std::int64_t kLast = 253'402'300'799'999;
  CHECK(unix_millis(-1) == unix_millis(0));
  CHECK(unix_millis(std::numeric_limits<std::int64_t>::min()) == unix_millis(0));
  CHECK(unix_millis(kLast + 1) == unix_millis(kLast));
  CHECK(unix_millis(std::numeric_limits<std::int64_t>::max()) == unix_millis(kLast));
}

TEST_CASE("time: every day of 400 years is read as it was written") {
  constexpr std::int64_t kDay = 86'400'000;
  for (std::int64_t day = 0; day < 146'097; ++day) {
    const UnixMillis time = unix_millis(day * kDay + day % kDay);
    REQUIRE(parse_iso8601(to_iso8601(time)) == time);
  }
}

}  // namespace user_listens
