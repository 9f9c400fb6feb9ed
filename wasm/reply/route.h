// Which paths are answered, in which form, and what their queries may say.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/arena.h"
#include "render/scene.h"
#include "reply/request.h"
#include "reply/response.h"

namespace user_listens {

enum class Handler : std::uint8_t {
  data,    // the list as JSON
  health,  // reply/health.h
  scene,   // the list, for the renderer
};

// The page loads its own script, style and API, and covers from anywhere.
// 'self' in img-src is for the icon when the page is served over plain http on
// the developer's machine. site/_headers has the same for files.
inline constexpr std::string_view kPagePolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'";
// The card has its themes in a style element, and nobody's text beside it.
inline constexpr std::string_view kCardPolicy = "default-src 'none'; style-src 'unsafe-inline'";

struct Route {
  std::string_view path;
  Handler handler;
  Kind kind;
  std::string_view template_name = {};  // of a scene, in templates/
  Form form = Form::page;               // of a scene
};

// Nothing for a path at which there is nothing.
[[nodiscard]] const Route* route_of(std::string_view path);

// What the query asks for.
struct QueryParameters {
  std::optional<std::size_t> limit;  // rows; nothing: as many as there are
  std::uint32_t width = 0;           // of a card: pixels; of text: columns
  Theme theme = Theme::automatic;
};

struct QueryReading {
  QueryParameters parameters;
  std::string_view error;  // "" when all is well
};

// Each parameter may be given once. Others than the route's do not count.
[[nodiscard]] QueryReading read_query_parameters(const Route& route, std::string_view query,
                                                 Arena& arena);

}  // namespace user_listens
