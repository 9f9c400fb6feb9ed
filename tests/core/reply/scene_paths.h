// The paths at which there is a scene, and a list to serve there.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cache/entry.h"
#include "cache/stored.h"
#include "render/scene.h"
#include "samples.h"

namespace user_listens {

inline constexpr std::string_view kSite = "https://site.example";
inline constexpr std::string_view kFeedPolicy = "default-src 'none'; frame-ancestors 'none'";

struct PathCase {
  std::string_view path;
  std::string_view content_type;
  std::string_view template_name;
  Form form = Form::page;
  std::uint32_t width = 0;
  std::string_view policy = kFeedPolicy;
};

inline constexpr auto kPathCases = std::to_array<PathCase>({
    {.path = "/",
     .content_type = "text/html; charset=utf-8",
     .template_name = "page.html",
     .form = Form::page,
     .policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https:; "
               "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
               "require-trusted-types-for 'script'; trusted-types 'none'"},
    {.path = "/user-listens.svg",
     .content_type = "image/svg+xml; charset=utf-8",
     .template_name = "card.svg",
     .form = Form::card,
     .width = 420,
     .policy = "default-src 'none'; style-src 'unsafe-inline'"},
    {.path = "/user-listens.json",
     .content_type = "application/feed+json; charset=utf-8",
     .template_name = "feed.json",
     .form = Form::json_feed},
    {.path = "/user-listens.rss",
     .content_type = "application/rss+xml; charset=utf-8",
     .template_name = "feed.rss",
     .form = Form::rss_feed},
    {.path = "/user-listens.txt",
     .content_type = "text/plain; charset=utf-8",
     .template_name = "list.txt",
     .form = Form::text,
     .width = 80},
});

[[nodiscard]] inline std::string url_of(const PathCase& c, std::string_view query = "") {
  return std::string{kSite}.append(c.path).append(query);
}

[[nodiscard]] inline std::vector<Listen> tracks() {
  Listen playing = samples::playing("bob");
  playing.first_seen = samples::time("2025-12-04T14:15:27.000Z");
  return {playing,
          samples::listen("alice"),
          samples::listen("carol"),
          samples::listen("dana"),
          samples::listen("erik"),
          samples::listen("frida")};
}

[[nodiscard]] inline std::string list_value(const std::vector<Listen>& listens = tracks()) {
  return encode_entry(samples::entry(samples::now(), samples::deployment(), listens));
}

[[nodiscard]] inline Stored sealed_list(std::string_view value) {
  return {.value = value, .seal = seal_of(value, tracks().size())};
}

}  // namespace user_listens
