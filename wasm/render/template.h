// Fills a template: a text with marks, a subset of Mustache.
//
//   {{name}}            the field's text, escaped
//   {{~name}}           the same for who takes the text for HTML once more: escaped twice
//   {{#name}}…{{/name}} what is between, when the field has a text
//   {{^name}}…{{/name}} … when it has none
//   {{#rows}}…{{/rows}} once for each row, whose fields have their names there
//
// Nothing is unescaped, and nobody's text becomes markup: there is no mark for
// it. A line break of the template and the blanks behind it are left out, so
// that a template can be laid out for its reader.
//
// Templates are part of the build; one that is not well-formed, or names what
// does not exist, traps. tests/core/render fills them all.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "render/listing.h"

namespace user_listens {

enum class Escaping : std::uint8_t {
  markup,  // HTML and XML: text, and values of attributes in either quotes
  json,    // within a JSON string
  none,    // plain text
};

[[nodiscard]] std::string fill(std::string_view text, Escaping escaping, const Listing& listing);

// Adds `text`, which is well-formed, so that it means itself.
void append_escaped(std::string& out, std::string_view text, Escaping escaping);

}  // namespace user_listens
