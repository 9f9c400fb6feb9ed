#include "base/record.h"

#include <doctest/doctest.h>

#include <array>
#include <limits>
#include <string>
#include <string_view>

#include "samples.h"

namespace user_listens {
namespace {

using namespace std::string_view_literals;

enum class Colour : std::uint8_t { red, green };

struct Things {
  Colour colour = Colour::red;
  std::uint32_t number = 0;
  bool flag = false;
  std::optional<UnixMillis> time;
  std::string_view text;

  friend bool operator==(const Things&, const Things&) = default;
};

template <class Record, class AnyThings>
void pass(Record& record, AnyThings& things) {
  record.plain(things.colour);
  record.plain(things.number);
  record.flag(things.flag);
  record.time(things.time);
  record.text(things.text);
}

std::string written(const Things& things) {
  RecordWriter record;
  pass(record, things);
  return record.take();
}

constexpr auto kBytes = "\1\4\3\2\1\1\xE8\3\0\0\0\0\0\0\2\0\0\0hi"sv;

Things sample() {
  return {.colour = Colour::green,
          .number = 0x01020304,
          .flag = true,
          .time = UnixMillis{Millis{1000}},
          .text = "hi"};
}

struct RecordedTimeCase {
  std::string_view name;
  std::int64_t ms;
  std::optional<std::string_view> time;
};

constexpr auto kRecordedTimeCases = std::to_array<RecordedTimeCase>({
    {"none", -1, std::nullopt},
    {"long before", std::numeric_limits<std::int64_t>::min(), std::nullopt},
    {"the first", 0, "1970-01-01T00:00:00.000Z"},
    {"the last", 253'402'300'799'999, "9999-12-31T23:59:59.999Z"},
    {"later than the last", 253'402'300'800'000, "9999-12-31T23:59:59.999Z"},
    {"long after", std::numeric_limits<std::int64_t>::max(), "9999-12-31T23:59:59.999Z"},
});

struct TextCase {
  std::string_view name;
  std::string_view bytes;
  bool is_whole;
  std::string_view text = {};
};

constexpr auto kTextCases = std::to_array<TextCase>({
    {"empty", "\0\0\0\0"sv, true, ""},
    {"with a NUL", "\3\0\0\0a\0b"sv, true, "a\0b"sv},
    {"no length", "\0\0\0"sv, false},
    {"one byte short", "\3\0\0\0ab"sv, false},
    {"as long as can be said",
     "\xFF\xFF\xFF\xFF"
     "ab"sv,
     false},
    {"a byte behind it", "\1\0\0\0ab"sv, false},
    {"ill-formed", "\2\0\0\0\xC3\x28"sv, true, "\xC3\x28"},
});

}  // namespace

TEST_CASE("record: values become these bytes, and are read back") {
  CHECK(written(sample()) == kBytes);
  Things read;
  RecordReader record{kBytes};
  pass(record, read);
  CHECK(record.is_whole());
  CHECK(read == sample());
  CHECK(read.text.data() == kBytes.data() + kBytes.size() - 2);
}

TEST_CASE("record: empty values are read back") {
  Things read = sample();
  const auto bytes = written({});
  RecordReader record{bytes};
  read.time.reset();
  pass(record, read);
  CHECK(record.is_whole());
  CHECK(read == Things{});
}

TEST_CASE("record: cut at every byte it is not sound") {
  for (std::size_t size = 0; size < kBytes.size(); ++size) {
    CAPTURE(size);
    // A copy, of which the sanitizer knows where it ends.
    const std::string bytes{kBytes.substr(0, size)};
    Things read;
    RecordReader record{bytes};
    pass(record, read);
    CHECK_FALSE(record.is_sound());
    CHECK_FALSE(record.is_whole());
  }
}

TEST_CASE("record: after a missing value it is not sound, though others fit") {
  RecordReader record{"\1\2"};
  std::uint32_t number = 0;
  std::uint8_t byte = 0;
  record.plain(number);
  record.plain(byte);
  CHECK_FALSE(record.is_sound());
  CHECK_FALSE(record.is_whole());
}

TEST_CASE("record: with bytes behind it, it is sound but not whole") {
  const auto bytes = std::string{kBytes} + '\0';
  Things read;
  RecordReader record{bytes};
  pass(record, read);
  CHECK(record.is_sound());
  CHECK_FALSE(record.is_whole());
}

TEST_CASE("record: no bytes are whole, but hold no text") {
  for (const std::string_view bytes : {std::string_view{}, std::string_view{""}}) {
    RecordReader record{bytes};
    CHECK(record.is_whole());
    std::string_view text = "before";
    record.text(text);
    CHECK_FALSE(record.is_sound());
    CHECK(text.empty());
  }
}

TEST_CASE("record: any byte but zero is a flag that is set") {
  for (const auto& [bytes, expected] :
       {std::pair{"\0"sv, false}, {"\1"sv, true}, {"\x80"sv, true}}) {
    bool flag = !expected;
    RecordReader record{bytes};
    record.flag(flag);
    CHECK(flag == expected);
  }
}

TEST_CASE("record: times before 1970 are none, later ones end with the year 9999") {
  for (const auto& c : kRecordedTimeCases) {
    CAPTURE(c.name);
    RecordWriter writer;
    writer.plain(c.ms);
    const auto bytes = writer.take();
    RecordReader record{bytes};
    std::optional<UnixMillis> time;
    record.time(time);
    CHECK(record.is_whole());
    REQUIRE(time.has_value() == c.time.has_value());
    if (time) CHECK(*time == samples::time(*c.time));
  }
}

TEST_CASE("record: a text is as long as it says, or not read") {
  for (const auto& c : kTextCases) {
    CAPTURE(c.name);
    const std::string bytes{c.bytes};
    RecordReader record{bytes};
    std::string_view text;
    record.text(text);
    CHECK(record.is_whole() == c.is_whole);
    if (c.is_whole) CHECK(text == c.text);
  }
}

}  // namespace user_listens
