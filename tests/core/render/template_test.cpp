// What the marks of a template mean, and that those in templates/ are right.
#include "render/template.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "render/rendering.h"
#include "samples.h"

namespace user_listens {
namespace {

// A list of two rows: the first plays, the second does not and has no album.
Listing two_rows() {
  Listing listing;
  listing.list[Field::count] = "2";
  listing.list[Field::listed] = "1";
  listing.list[Field::origin] = "https://site.example";
  Fields first;
  first[Field::title] = "Teardrop";
  first[Field::album] = "Mezzanine";
  first[Field::playing] = "1";
  Fields second;
  second[Field::title] = "{{album}}";
  second[Field::last] = "1";
  listing.rows = {first, second};
  return listing;
}

struct MarkCase {
  std::string_view name;
  std::string_view text;
  std::string_view filled;
  std::string_view filled_without_rows = filled;
};

constexpr auto kMarkCases = std::to_array<MarkCase>({
    {"nothing", "", ""},
    {"a literal", "a {b} } c", "a {b} } c"},
    {"a field", "{{count}}", "2"},
    {"a field between literals", "<{{count}}>", "<2>"},
    {"a field without a text", "<{{silent}}>", "<>"},
    {"two fields", "{{count}}{{origin}}", "2https://site.example"},
    {"a section that holds", "a{{#listed}}b{{/listed}}c", "abc"},
    {"a section that does not", "a{{#silent}}b{{/silent}}c", "ac"},
    {"an opposite that holds", "a{{^silent}}b{{/silent}}c", "abc"},
    {"an opposite that does not", "a{{^listed}}b{{/listed}}c", "ac"},
    {"an empty section", "a{{#listed}}{{/listed}}b", "ab"},
    {"a field in a section", "{{#listed}}{{count}} rows{{/listed}}", "2 rows"},
    {"nested", "{{#listed}}a{{^silent}}b{{#count}}c{{/count}}{{/silent}}d{{/listed}}e", "abcde"},
    {"nested in what does not hold", "{{#silent}}a{{#listed}}b{{/listed}}c{{/silent}}d", "d"},
    {"the same one nested", "{{#listed}}a{{#listed}}b{{/listed}}c{{/listed}}d", "abcd"},
    {"the opposite nested in the section", "{{#count}}a{{^count}}b{{/count}}c{{/count}}", "ac"},
    {"one behind the other", "{{#listed}}a{{/listed}}{{^listed}}b{{/listed}}c", "ac"},
    {"rows", "{{#rows}}x{{/rows}}", "xx", ""},
    {"rows' fields", "{{#rows}}[{{title}}]{{/rows}}", "[Teardrop][{{album}}]", ""},
    {"the list's fields in rows", "{{#rows}}{{count}},{{/rows}}", "2,2,", ""},
    {"sections in rows",
     "{{#rows}}{{#playing}}now{{/playing}}{{^playing}}then{{/playing}} {{/rows}}", "now then ", ""},
    {"between rows", "{{#rows}}{{title}}{{^last}}; {{/last}}{{/rows}}.", "Teardrop; {{album}}.",
     "."},
    {"rows in a section", "{{#listed}}{{#rows}}x{{/rows}}{{/listed}}", "xx", ""},
    {"a row's field outside of rows", "<{{title}}>{{#title}}a{{/title}}{{^title}}b{{/title}}",
     "<>b"},
    {"a line break, and what is before and behind it", "a \n   b", "a b"},
    {"blank lines", "a\n\n  \n b\n", "ab"},
    {"blanks without a line break", "  a  {{count}}  b", "  a  2  b"},
    {"a line break within a section", "{{#listed}}\n  a\n{{/listed}}\nb", "ab"},
    {"a line break behind a mark", "{{count}}\n  rows", "2rows"},
    {"a tab is no blank", "a\n\tb", "a\tb"},
});

struct EscapedCase {
  std::string_view name;
  std::string_view text;
  std::string_view markup;
  std::string_view json;
};

constexpr auto kEscapedCases = std::to_array<EscapedCase>({
    {"nothing", "", "", ""},
    {"letters", "aZ09 ö名🎵", "aZ09 ö名🎵", "aZ09 ö名🎵"},
    {"ampersand", "&", "&amp;", "&"},
    {"less than", "<", "&lt;", "<"},
    {"greater than", ">", "&gt;", ">"},
    {"double quote", "\"", "&quot;", "\\\""},
    {"single quote", "'", "&#39;", "'"},
    {"backslash", "\\", "\\", "\\\\"},
    {"slash", "/", "/", "/"},
    {"backtick and equals", "`=", "`=", "`="},
    {"braces", "{{title}}", "{{title}}", "{{title}}"},
    {"an entity", "&lt;", "&amp;lt;", "&lt;"},
    {"all of them", "<&\"'>\\", "&lt;&amp;&quot;&#39;&gt;\\", R"(<&\"'>\\)"},
    {"separators of lines", "\u2028\u2029", "\u2028\u2029", "\u2028\u2029"},
    {"U+FFFD", "\uFFFD", "\uFFFD", "\uFFFD"},
});

// The names of a template's marks, each with whether it stands within rows.
// What is wrong with one is said, and the first letter of its mark.
struct Marks {
  std::set<std::pair<std::string_view, bool>> names;
  std::string fault;
};

Marks marks_of(std::string_view text) {
  Marks marks;
  std::vector<std::string_view> open;
  while (marks.fault.empty()) {
    const auto begin = text.find("{{");
    const auto end = text.find("}}", begin);
    if (begin == std::string_view::npos) break;
    if (end == std::string_view::npos) marks.fault = "a mark is not closed";
    auto name = text.substr(begin + 2, end - begin - 2);
    text.remove_prefix(std::min(end, text.size() - 2) + 2);
    const bool is_end = name.starts_with('/');
    const bool is_section = name.starts_with('#') || name.starts_with('^');
    if (is_end || is_section) name.remove_prefix(1);
    if (is_end && (open.empty() || open.back() != name)) marks.fault = "another is open";
    if (is_end && !open.empty()) open.pop_back();
    const bool is_in_rows = std::find(open.begin(), open.end(), "rows") != open.end();
    if (!is_end && name != "rows") marks.names.emplace(name, is_in_rows);
    if (is_section) open.push_back(name);
  }
  if (marks.fault.empty() && !open.empty()) marks.fault = "a section is not closed";
  return marks;
}

}  // namespace

TEST_CASE("template: fields and sections are filled") {
  for (const auto& c : kMarkCases) {
    CAPTURE(c.name);
    Listing listing = two_rows();
    CHECK(fill(c.text, Escaping::none, listing) == c.filled);
    listing.rows = {};
    CHECK(fill(c.text, Escaping::none, listing) == c.filled_without_rows);
  }
}

TEST_CASE("template: special characters are escaped for markup and JSON") {
  for (const auto& c : kEscapedCases) {
    CAPTURE(c.name);
    Listing listing;
    listing.list[Field::origin] = c.text;
    CHECK(fill("{{origin}}", Escaping::markup, listing) == c.markup);
    CHECK(fill("{{origin}}", Escaping::json, listing) == c.json);
    CHECK(fill("{{origin}}", Escaping::none, listing) == c.text);
  }
}

TEST_CASE("template: of ASCII, five characters are escaped in markup") {
  for (int c = 0x20; c < 0x7F; ++c) {
    const std::string text(1, static_cast<char>(c));
    std::string escaped;
    append_escaped(escaped, text, Escaping::markup);
    const bool is_special = std::string_view{"&<>\"'"}.find(text) != std::string_view::npos;
    CHECK((escaped == text) != is_special);
  }
}

TEST_CASE("template: a template's own characters are not escaped") {
  CHECK(fill("<a href=\"&amp;\">", Escaping::markup, {}) == "<a href=\"&amp;\">");
  CHECK(fill("\"a\": \\", Escaping::json, {}) == "\"a\": \\");
}

TEST_CASE("template: the folder holds the templates of all forms and no others") {
  std::set<std::string> files;
  for (const auto& file : std::filesystem::directory_iterator{TEMPLATES}) {
    if (file.path().extension() != ".md") files.insert(file.path().filename().string());
  }
  std::set<std::string> known;
  for (const FormTraits& each : kForms) known.emplace(each.file);
  CHECK(files == known);
}

TEST_CASE("template: each is well-formed, and all together name every field") {
  std::set<std::string> named;
  for (const FormTraits& each : kForms) {
    CAPTURE(each.file);
    const auto text = template_text(each.file);
    const auto marks = marks_of(text);
    REQUIRE(marks.fault == "");
    for (const auto& mark : marks.names) {
      CAPTURE(mark.first);
      const auto name = mark.first.substr(mark.first.starts_with('~') ? 1 : 0);
      const auto field = field_named(name);
      REQUIRE(field);
      const bool is_of_row = *field < Field::row_end;
      CHECK((mark.second || !is_of_row));
      named.emplace(name);
    }
    CHECK_FALSE(fill(text, Escaping::none, two_rows()).empty());
  }
  // A field that no template names is none.
  CHECK(named.size() == kFieldCount);
}

TEST_CASE("field: is found by its exact name") {
  CHECK(field_named("member") == Field::member);
  CHECK(field_named("last") == Field::last);
  CHECK(field_named("origin") == Field::origin);
  CHECK(field_named("updated_exact") == Field::updated_exact);
  CHECK(field_named("line_end") == Field::line_end);
  for (const std::string_view name : {"", "rows", "Member", "member ", "line", "row_end", "end"}) {
    CAPTURE(name);
    CHECK_FALSE(field_named(name));
  }
}

}  // namespace user_listens
