#include "render/words.h"

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/text.h"

namespace user_listens {
namespace {

constexpr Seconds kClockSkew{300};  // as site/relative-time.js has it

struct Unit {
  std::uint32_t seconds;  // the mean
  std::string_view one;
  std::string_view many;
};
constexpr std::array kUnits{
    Unit{31'556'952, " year ago", " years ago"},
    Unit{2'629'746, " month ago", " months ago"},
    Unit{86'400, " day ago", " days ago"},
    Unit{3600, " h ago", " h ago"},
    Unit{60, " min ago", " min ago"},
};

// The three letters of one name of many.
std::string_view three_of(std::string_view names, std::size_t position) {
  return names.substr(3 * position, 3);
}

// The date and the time of day of "2025-12-04T14:20:00.000Z".
struct Parts {
  explicit Parts(std::string_view iso)
      : year(iso.substr(0, 4)),
        month(three_of("JanFebMarAprMayJunJulAugSepOctNovDec",
                       static_cast<std::size_t>((iso[5] - '0') * 10 + iso[6] - '1'))),
        day(iso.substr(8, 2)),
        clock(iso.substr(11, 8)) {}

  std::string_view year;
  std::string_view month;
  std::string_view day;
  std::string_view clock;
};

}  // namespace

std::string_view in_relative_words(UnixMillis time, UnixMillis now, Arena& arena) {
  if (time - now > kClockSkew) return in_exact_words(time, arena);
  const auto seconds = (now - time) / Seconds{1};
  for (const Unit& unit : kUnits) {
    const auto count = seconds / unit.seconds;
    if (count >= 1) return arena.joined({decimal(count), count == 1 ? unit.one : unit.many});
  }
  return "just now";
}

std::string_view in_exact_words(UnixMillis time, Arena& arena) {
  const auto iso = to_iso8601(time);
  const Parts at{iso};
  const auto day = at.day.substr(at.day.front() == '0' ? 1 : 0);
  return arena.joined({day, " ", at.month, " ", at.year, ", ", at.clock.substr(0, 5), " UTC"});
}

std::string_view as_rfc822(UnixMillis time, Arena& arena) {
  const auto iso = to_iso8601(time);
  const Parts at{iso};
  // The first day of Unix time was a Thursday.
  const auto days = std::chrono::floor<std::chrono::days>(time).time_since_epoch().count();
  const auto weekday = three_of("ThuFriSatSunMonTueWed", static_cast<std::size_t>(days) % 7);
  return arena.joined({weekday, ", ", at.day, " ", at.month, " ", at.year, " ", at.clock, " GMT"});
}

}  // namespace user_listens
