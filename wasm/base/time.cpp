#include "base/time.h"

#include <algorithm>

namespace user_listens {
namespace {

namespace chrono = std::chrono;

constexpr UnixMillis kFirst = chrono::sys_days{chrono::January / 1 / 1970};
constexpr UnixMillis kLast = chrono::sys_days{chrono::January / 1 / 10000} - Millis{1};

void put_digits(char* at, std::int64_t number, int width) {
  for (int i = width - 1; i >= 0; --i, number /= 10) at[i] = static_cast<char>('0' + number % 10);
}

constexpr std::string_view kShape = "0000-00-00T00:00:00.000Z";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The number that the digits at `text[from, from + width)` make.
int digits(std::string_view text, std::size_t from, std::size_t width) {
  int number = 0;
  for (const char c : text.substr(from, width)) number = number * 10 + (c - '0');
  return number;
}

// Milliseconds of ".123456Z"; the leading '.' and the closing 'Z' included.
std::optional<Millis> fraction(std::string_view tail) {
  if (tail == "Z") return Millis{0};
  if (tail.size() < 3 || tail.size() > 11 || tail.front() != '.' || tail.back() != 'Z') {
    return std::nullopt;
  }
  tail = tail.substr(1, tail.size() - 2);
  int ms = 0;
  for (std::size_t i = 0; i < 3; ++i) ms = ms * 10 + (i < tail.size() ? tail[i] - '0' : 0);
  if (!std::all_of(tail.begin(), tail.end(), is_digit)) return std::nullopt;
  return Millis{ms};
}

}  // namespace

UnixMillis unix_millis(std::int64_t ms_since_epoch) {
  return std::clamp(UnixMillis{Millis{ms_since_epoch}}, kFirst, kLast);
}

ShortText<24> to_iso8601(UnixMillis time) {
  const auto day = chrono::floor<chrono::days>(time);
  const chrono::year_month_day date{day};
  const std::int64_t ms = (time - day).count();
  ShortText<24> text{};
  text.size = static_cast<std::uint8_t>(kShape.copy(text.characters.data(), kShape.size()));
  char* const at = text.characters.data();
  put_digits(at, static_cast<int>(date.year()), 4);
  put_digits(at + 5, static_cast<unsigned>(date.month()), 2);
  put_digits(at + 8, static_cast<unsigned>(date.day()), 2);
  put_digits(at + 11, ms / 3'600'000, 2);
  put_digits(at + 14, ms / 60'000 % 60, 2);
  put_digits(at + 17, ms / 1000 % 60, 2);
  put_digits(at + 20, ms % 1000, 3);
  return text;
}

std::optional<UnixMillis> parse_iso8601(std::string_view text) {
  constexpr std::size_t kSeconds = 19;  // bytes up to and with the seconds
  if (text.size() <= kSeconds) return std::nullopt;
  for (std::size_t i = 0; i < kSeconds; ++i) {
    const bool fits = kShape[i] == '0' ? is_digit(text[i]) : text[i] == kShape[i];
    if (!fits) return std::nullopt;
  }
  const auto ms = fraction(text.substr(kSeconds));
  const auto date = chrono::year{digits(text, 0, 4)} / static_cast<int>(digits(text, 5, 2)) /
                    static_cast<int>(digits(text, 8, 2));
  const int hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
  const bool is_date = date.ok() && date.year() >= chrono::year{1970};
  if (!ms || !is_date || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return UnixMillis{chrono::sys_days{date}} + chrono::seconds{(hour * 60 + minute) * 60 + second} +
         *ms;
}

}  // namespace user_listens
