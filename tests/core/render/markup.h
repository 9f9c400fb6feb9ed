// A strict reader of the markup that the renderer writes: of HTML and XML the
// part that templates use, and nothing that a browser would put up with.
//
// What strangers wrote must not change it: the same list with other names is
// the same tags with the same attributes in the same order, and each name can
// be read from it as it was.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/utf8.h"

namespace user_listens::markup {

struct Reading {
  // Tags with the names of their attributes: "<a href><bdi></bdi></a>". What
  // stands in HTML's <style> and <script> stands in it too.
  std::string skeleton;
  std::vector<std::string> values;  // of attributes, and texts, decoded, in their order
  std::string fault;                // "" when it is well-formed
};

class Reader {
 public:
  explicit Reader(std::string_view text)
      : rest_(text), is_html_(text.starts_with("<!doctype html>")) {}

  [[nodiscard]] Reading read() {
    check_characters();
    while (!rest_.empty() && reading_.fault.empty()) {
      rest_.front() == '<' ? read_tag() : read_text();
    }
    if (!open_.empty()) fail("an element is not closed");
    return std::move(reading_);
  }

 private:
  struct Entity {
    std::string_view name;
    std::string_view text;
  };
  // U+2068, which no literal may hold: it would turn around what follows.
  static constexpr std::array kIsolate{'\xE2', '\x81', '\xA8'};
  static constexpr std::array kEntities{Entity{"&amp;", "&"},
                                        Entity{"&lt;", "<"},
                                        Entity{"&gt;", ">"},
                                        Entity{"&quot;", "\""},
                                        Entity{"&#39;", "'"},
                                        Entity{"&nbsp;", "\u00a0"},
                                        Entity{"&#x2068;", {kIsolate.data(), 3}},
                                        Entity{"&#x2069;", "\xE2\x81\xA9"}};
  // Of HTML: without an end, and without elements and entities within.
  static constexpr std::array<std::string_view, 3> kVoid{"meta", "link", "img"};
  static constexpr std::array<std::string_view, 2> kRaw{"style", "script"};

  template <std::size_t N>
  [[nodiscard]] bool is_one_of(const std::array<std::string_view, N>& names,
                               std::string_view name) const {
    return is_html_ && std::find(names.begin(), names.end(), name) != names.end();
  }

  void fail(std::string_view why) {
    if (!reading_.fault.empty()) return;
    reading_.fault.append(why).append(" before: ").append(rest_.substr(0, 60));
  }

  // Those of XML 1.0 (section 2.2), without tabs and line breaks.
  void check_characters() {
    for (auto text = rest_; !text.empty();) {
      const auto [c, bytes] = utf8::next(text);
      if (!utf8::step(text).well_formed) fail("ill-formed UTF-8");
      if (c < 0x20 || c == 0x7F || c == 0xFFFE || c == 0xFFFF) fail("a forbidden character");
      text.remove_prefix(bytes);
    }
  }

  static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
  static bool is_name(char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == ':';
  }

  std::string_view take(std::size_t count) {
    const auto taken = rest_.substr(0, count);
    rest_.remove_prefix(taken.size());
    return taken;
  }

  std::string_view take_name() {
    return take(static_cast<std::size_t>(std::find_if_not(rest_.begin(), rest_.end(), is_name) -
                                         rest_.begin()));
  }

  bool skip(std::string_view expected) {
    if (!rest_.starts_with(expected)) return false;
    take(expected.size());
    return true;
  }

  // Up to one of `ends`, which stays.
  void read_value(std::string_view ends) {
    std::string value;
    while (!rest_.empty() && ends.find(rest_.front()) == std::string_view::npos) {
      if (rest_.front() == '<' || rest_.front() == '>') return fail("a bare bracket");
      if (rest_.front() != '&') {
        value += take(1);
        continue;
      }
      const auto* const entity =
          std::find_if(kEntities.begin(), kEntities.end(),
                       [&](const Entity& each) { return rest_.starts_with(each.name); });
      if (entity == kEntities.end()) return fail("an unknown entity");
      take(entity->name.size());
      value += entity->text;
    }
    reading_.values.push_back(std::move(value));
  }

  void read_text() { read_value("<"); }

  void read_declaration(std::string_view end) {
    const auto at = rest_.find(end);
    if (at == std::string_view::npos) return fail("a declaration is not closed");
    reading_.skeleton += take(at + end.size());
  }

  void read_tag() {
    if (rest_.starts_with("<!doctype ")) return read_declaration(">");
    if (rest_.starts_with("<?xml ")) return read_declaration("?>");
    if (skip("</")) return read_end();
    skip("<");
    const auto name = take_name();
    if (name.empty() || !is_letter(name.front())) return fail("a bare bracket");
    reading_.skeleton.append("<").append(name);
    while (skip(" ")) read_attribute();
    const bool is_empty = skip("/>");
    if (!is_empty && !skip(">")) return fail("a tag is not closed");
    reading_.skeleton += is_empty ? "/>" : ">";
    if (is_empty || is_one_of(kVoid, name)) return;
    open_.push_back(name);
    if (!is_one_of(kRaw, name)) return;
    const auto end = rest_.find("</");
    reading_.skeleton += take(end == std::string_view::npos ? rest_.size() : end);
  }

  void read_attribute() {
    const auto name = take_name();
    if (name.empty()) return fail("a blank in a tag");
    reading_.skeleton.append(" ").append(name);
    if (!skip("=")) return;
    if (!skip("\"")) return fail("a value without quotes");
    read_value("\"");
    if (!skip("\"")) fail("a value is not closed");
  }

  void read_end() {
    const auto name = take_name();
    if (open_.empty() || open_.back() != name) return fail("another element is open");
    if (!skip(">")) return fail("a tag is not closed");
    open_.pop_back();
    reading_.skeleton.append("</").append(name).append(">");
  }

  std::string_view rest_;
  bool is_html_;
  std::vector<std::string_view> open_;
  Reading reading_;
};

[[nodiscard]] inline Reading read(std::string_view text) { return Reader{text}.read(); }

}  // namespace user_listens::markup
