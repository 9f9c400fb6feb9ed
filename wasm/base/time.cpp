#include "base/time.h"

#include <algorithm>
#include <array>

namespace user_listens {
namespace {

namespace chrono = std::chrono;

constexpr UnixMillis kFirst = chrono::sys_days{chrono::January / 1 / 1970};
constexpr UnixMillis kLast = chrono::sys_days{chrono::January / 1 / 10000} - Millis{1};

constexpr std::string_view kShape = "0000-00-00T00:00:00.000Z";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

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
  const auto ms = static_cast<unsigned>((time - day).count());
  std::array numbers{static_cast<unsigned>(static_cast<int>(date.year())),
                     static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()),
                     ms / 3'600'000,
                     ms / 60'000 % 60,
                     ms / 1000 % 60,
                     ms % 1000};
  ShortText<24> text{};
  text.size = kShape.size();
  auto* number = numbers.end();  // one behind that whose digits are put
  for (std::size_t at = kShape.size(); at-- > 0;) {
    text.characters[at] = kShape[at];
    if (kShape[at] != '0') {
      --number;
    } else {
      text.characters[at] = static_cast<char>('0' + *number % 10);
      *number /= 10;
    }
  }
  return text;
}

std::optional<UnixMillis> parse_iso8601(std::string_view text) {
  constexpr std::size_t kSeconds = 19;  // bytes up to and with the seconds
  if (text.size() <= kSeconds) return std::nullopt;
  std::array<unsigned, 6> numbers{};
  auto* number = numbers.begin();
  for (std::size_t at = 0; at < kSeconds; ++at) {
    if (kShape[at] != '0') {
      if (text[at] != kShape[at]) return std::nullopt;
      ++number;
    } else {
      if (!is_digit(text[at])) return std::nullopt;
      *number = *number * 10 + static_cast<unsigned>(text[at] - '0');
    }
  }
  const auto [year, month, day, hour, minute, second] = numbers;
  const auto ms = fraction(text.substr(kSeconds));
  const auto date = chrono::year{static_cast<int>(year)} / chrono::month{month} / chrono::day{day};
  const bool is_date = date.ok() && year >= 1970;
  if (!ms || !is_date || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return UnixMillis{chrono::sys_days{date}} + chrono::seconds{(hour * 60 + minute) * 60 + second} +
         *ms;
}

}  // namespace user_listens
