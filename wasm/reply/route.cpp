#include "reply/route.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/text.h"

namespace user_listens {
namespace {

constexpr std::array kRoutes{
    Route{"/api/internal/user-listens", Handler::data, kJson},
    Route{"/api/internal/health", Handler::health, kJson},
    Route{"/", Handler::scene, {"text/html; charset=utf-8", kPagePolicy}, "page.html", Form::page},
    Route{"/user-listens.svg",
          Handler::scene,
          {"image/svg+xml; charset=utf-8", kCardPolicy},
          "card.svg",
          Form::card},
    Route{"/user-listens.json",
          Handler::scene,
          {"application/feed+json; charset=utf-8"},
          "feed.json",
          Form::json_feed},
    Route{"/user-listens.rss",
          Handler::scene,
          {"application/rss+xml; charset=utf-8"},
          "feed.rss",
          Form::rss_feed},
    Route{
        "/user-listens.txt", Handler::scene, {"text/plain; charset=utf-8"}, "list.txt", Form::text},
};

// A whole number from `least` to `most`, or `usual` when it is not given.
struct Range {
  std::size_t least;
  std::size_t usual;
  std::size_t most;
};
constexpr Range kRows{1, 0, kMostRows};
constexpr Range kCardRows{1, 5, 20};
constexpr Range kCardPixels{240, 420, 1000};
constexpr Range kTextColumns{40, 80, 500};

class Reader {
 public:
  Reader(std::string_view query, Arena& arena) : query_(query), arena_(arena) {}

  std::size_t number(std::string_view name, const Range& range) {
    const auto given = parameter(query_, name, arena_);
    if (given.count == 0) return range.usual;
    const auto value = given.value ? ascii::integer(*given.value) : std::nullopt;
    const bool fits = value && *value >= static_cast<std::int64_t>(range.least) &&
                      *value <= static_cast<std::int64_t>(range.most);
    if (fits && given.count == 1) return static_cast<std::size_t>(*value);
    report("% must be given once, a whole number from % to %.",
           {name, decimal(range.least), decimal(range.most)});
    return range.least;
  }

  Theme theme() {
    const auto given = parameter(query_, "theme", arena_);
    if (given.count == 1) {
      if (given.value == "light") return Theme::light;
      if (given.value == "dark") return Theme::dark;
    }
    const bool is_automatic = given.count == 0 || (given.count == 1 && given.value == "auto");
    if (!is_automatic) report("theme must be given once: auto, light or dark.");
    return Theme::automatic;
  }

  [[nodiscard]] std::string_view error() const { return error_; }

 private:
  // The first one is enough to begin with.
  void report(FormatString message, FormatArguments values = {}) {
    if (error_.empty()) error_ = arena_.filled(message, values);
  }

  std::string_view query_;
  Arena& arena_;
  std::string_view error_;
};

}  // namespace

const Route* route_of(std::string_view path) {
  const auto* const found = std::find_if(kRoutes.begin(), kRoutes.end(),
                                         [&](const Route& route) { return route.path == path; });
  return found == kRoutes.end() ? nullptr : found;
}

QueryReading read_query_parameters(const Route& route, std::string_view query, Arena& arena) {
  Reader reader{query, arena};
  QueryParameters parameters;
  const bool is_card = route.form == Form::card;
  if (const auto rows = reader.number("limit", is_card ? kCardRows : kRows))
    parameters.limit = rows;
  if (is_card || route.form == Form::text) {
    const Range& range = is_card ? kCardPixels : kTextColumns;
    parameters.width = static_cast<std::uint32_t>(reader.number("width", range));
  }
  if (is_card) parameters.theme = reader.theme();
  return {.parameters = parameters, .error = reader.error()};
}

}  // namespace user_listens
