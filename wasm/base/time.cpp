#include "base/time.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace user_listens {
namespace {

namespace chrono = std::chrono;

constexpr UnixMillis kFirst = chrono::sys_days{chrono::January / 1 / 1970};
constexpr UnixMillis kLast = chrono::sys_days{chrono::January / 1 / 10000} - Millis{1};

constexpr std::string_view kShape = "0000-00-00T00:00:00.000Z";
// What is read, without the Z: digits at 0, and at 9 digits that are cut.
constexpr std::string_view kLongestShape = "0000-00-00T00:00:00.000999999";
constexpr std::size_t kSeconds = 19;  // bytes up to and with the seconds
constexpr std::size_t kMillis = 23;

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
  if (!text.ends_with('Z')) return std::nullopt;
  text.remove_suffix(1);
  const bool has_fraction = text.size() > kSeconds + 1 && text.size() <= kLongestShape.size();
  if (text.size() != kSeconds && !has_fraction) return std::nullopt;
  std::array<int, 7> numbers{};
  auto* number = numbers.begin();
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char shape = kLongestShape[at];
    if (shape != '0' && shape != '9') {
      if (text[at] != shape) return std::nullopt;
      ++number;
    } else {
      if (!ascii::is_digit(text[at])) return std::nullopt;
      if (shape == '0') *number = *number * 10 + (text[at] - '0');
    }
  }
  for (std::size_t at = text.size(); at < kMillis; ++at) numbers.back() *= 10;
  const auto [year, month, day, hour, minute, second, ms] = numbers;
  const auto date = chrono::year{year} / month / day;
  const bool is_date = date.ok() && year >= 1970;
  if (!is_date || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return UnixMillis{chrono::sys_days{date}} +
         Millis{((hour * 60 + minute) * 60 + second) * 1000 + ms};
}

}  // namespace user_listens
