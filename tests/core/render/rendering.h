// Scenes in the forms that they are served in, with the templates as they are
// in the checkout.
#pragma once

#include <array>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "render/render.h"

namespace user_listens {

struct FormTraits {
  Form form;
  std::string_view file;    // in templates/
  std::uint32_t width = 0;  // as reply/route.cpp has it when nobody asks for another
};

inline constexpr std::array kForms{
    FormTraits{Form::page, "page.html"}, FormTraits{Form::card, "card.svg", 420},
    FormTraits{Form::json_feed, "feed.json"}, FormTraits{Form::rss_feed, "feed.rss"},
    FormTraits{Form::text, "list.txt", 80}};

[[nodiscard]] constexpr const FormTraits& traits_of(Form form) {
  return kForms.at(static_cast<std::size_t>(form));
}

// A template that is not there ends the program.
[[nodiscard]] inline std::string template_text(std::string_view file) {
  std::ifstream in{std::filesystem::path{TEMPLATES} / file, std::ios::binary};
  if (!in.is_open()) std::abort();
  return {std::istreambuf_iterator<char>{in}, {}};
}

// A width of 0 is the form's usual one.
[[nodiscard]] inline std::string rendered(Scene scene, Form form) {
  scene.form = form;
  if (scene.width == 0) scene.width = traits_of(form).width;
  return render(scene, template_text(traits_of(form).file));
}

}  // namespace user_listens
