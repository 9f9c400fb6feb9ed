#include "render/template.h"

#include <cstddef>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>

#include "base/json_writer.h"
#include "render/field.h"

namespace user_listens {
namespace {

constexpr std::string_view kOpening = "{{";
constexpr std::string_view kClosing = "}}";
constexpr std::string_view kRows = "rows";

[[nodiscard]] std::string_view entity_of(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

// Cuts a mark with its braces off the front; what was before it goes to
// `before`. Nothing when there is no further one.
std::optional<std::string_view> take_mark(std::string_view& text, std::string_view& before) {
  const auto begin = text.find(kOpening);
  before = text.substr(0, begin);
  text.remove_prefix(before.size());
  if (text.empty()) return std::nullopt;
  const auto end = text.find(kClosing);
  const auto mark = text.substr(kOpening.size(), end - kOpening.size());
  if (end == std::string_view::npos || mark.empty()) std::abort();
  text.remove_prefix(end + kClosing.size());
  return mark;
}

class Filling {
 public:
  Filling(Escaping escaping, const Listing& listing) : escaping_(escaping), listing_(listing) {}

  // `row` is nothing outside of rows.
  void run(std::string_view text, const Fields* row) {
    std::string_view literal;
    while (const auto mark = take_mark(text, literal)) {
      append_literal(literal);
      const auto name = mark->substr(1);
      switch (mark->front()) {
        case '#':
        case '^':
          run_section(name, take_section(text, name), row, mark->front() == '^');
          break;
        case '~':
          append_twice(value_of(name, row));
          break;
        default:
          append_escaped(out_, value_of(*mark, row), escaping_);
      }
    }
    append_literal(literal);
  }

  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void run_section(std::string_view name, std::string_view section, const Fields* row,
                   bool is_opposite) {
    if (name == kRows && !is_opposite) {
      for (const Fields& each : listing_.rows) run(section, &each);
    } else if (value_of(name, row).empty() == is_opposite) {
      run(section, row);
    }
  }

  void append_twice(std::string_view text) {
    std::string once;
    append_escaped(once, text, escaping_);
    append_escaped(out_, once, escaping_);
  }

  void append_literal(std::string_view literal) {
    while (!literal.empty()) {
      const auto line = literal.substr(0, literal.find('\n'));
      out_ += line;
      literal.remove_prefix(line.size());
      const auto next = literal.find_first_not_of("\n ");
      literal.remove_prefix(next == std::string_view::npos ? literal.size() : next);
    }
  }

  [[nodiscard]] std::string_view value_of(std::string_view name, const Fields* row) const {
    const auto field = field_named(name);
    if (!field) std::abort();
    if (*field >= Field::row_end) return listing_.list[*field];
    return row == nullptr ? std::string_view{} : (*row)[*field];
  }

  // Up to the mark that ends it, which is left out. Sections may hold others.
  static std::string_view take_section(std::string_view& text, std::string_view name) {
    const char* const begin = text.data();
    std::string_view before;
    for (int depth = 1;;) {
      const auto mark = take_mark(text, before);
      if (!mark) std::abort();
      if (mark->front() == '#' || mark->front() == '^') ++depth;
      if (mark->front() != '/' || --depth > 0) continue;
      if (mark->substr(1) != name) std::abort();
      return {begin, static_cast<std::size_t>(before.data() + before.size() - begin)};
    }
  }

  Escaping escaping_;
  const Listing& listing_;
  std::string out_;
};

}  // namespace

void append_escaped(std::string& out, std::string_view text, Escaping escaping) {
  if (escaping == Escaping::none) {
    out += text;
  } else if (escaping == Escaping::json) {
    json::append_escaped(out, text);
  } else {
    for (const char c : text) {
      const auto entity = entity_of(c);
      entity.empty() ? out += c : out += entity;
    }
  }
}

std::string fill(std::string_view text, Escaping escaping, const Listing& listing) {
  Filling filling{escaping, listing};
  filling.run(text, nullptr);
  return filling.take();
}

}  // namespace user_listens
