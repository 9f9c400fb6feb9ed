// The layer below all readers: base/json_reader.h, json_sanitizing.h,
// json_writer.h and utf8.h, against nlohmann/json where it has an opinion.
#include <algorithm>
#include <string>

#include "base/json_reader.h"
#include "base/json_reference.h"
#include "base/json_sanitizing.h"
#include "base/json_writer.h"
#include "target.h"
#include "texts.h"

namespace user_listens::fuzz {
namespace {

constexpr std::size_t kAnySize = std::size_t{1} << 30;

class Listener : public json::Visitor {
 public:
  json::Flow value(const json::Path& path, const json::Value& value) override {
    MUST(path.depth() <= json::kMaxDepth, value.text);
    MUST(utf8::is_well_formed(value.text), value.text);
    for (std::size_t level = 0; level < path.depth(); ++level) {
      MUST(utf8::is_well_formed(path.key(level)), path.key(level));
    }
    return json::Flow::go_on;
  }
};

void check_walk(std::string_view bytes) {
  // We say "empty" at the end of white space, which is a fault of its own to us.
  Listener listener;
  const auto error = json::walk(bytes, kAnySize, listener);
  const bool is_empty = error && error->fault == json::Fault::empty;
  MUST(is_empty || json::difference(bytes).empty(), bytes);
  if (!error) {
    MUST(json::sanitized(bytes) == bytes, bytes);
    return;
  }
  MUST(error->offset <= bytes.size(), bytes);
  // Cut anywhere, a text is either incomplete or wrong from there on.
  const bool is_cut = error->fault == json::Fault::truncated;
  MUST(!is_cut || error->offset == bytes.size(), bytes);
}

// nlohmann's dump refuses texts that are not UTF-8.
bool is_utf8_to_nlohmann(std::string_view bytes) {
  using nlohmann::json;
  const auto replaced = json(bytes).dump(-1, ' ', false, nlohmann::detail::error_handler_t::ignore);
  return json::parse(replaced).get_ref<const std::string&>().size() == bytes.size();
}

void check_text(std::string_view bytes) {
  const auto sanitized = utf8::sanitized(bytes);
  MUST(utf8::is_well_formed(bytes) == is_utf8_to_nlohmann(bytes), bytes);
  MUST(utf8::is_well_formed(bytes) == (sanitized == bytes), bytes);
  MUST(utf8::is_well_formed(sanitized), bytes);
  Arena arena;
  constexpr std::size_t kShort = 16;
  const auto cut = utf8::cut(sanitized, kShort, arena);
  MUST(cut.size() <= kShort && utf8::is_well_formed(cut), bytes);
  json::Writer out;
  out.value(bytes);
  MUST(is_json(out.text()), out.text());
  MUST(nlohmann::json::parse(out.text()) == sanitized, out.text());
}

// Whatever stands within a string, sanitizing makes it a string that can be read.
void check_mending(std::string_view bytes) {
  std::string raw = "\"", units = "\"";
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] != '"' && bytes[i] != '\\') raw += bytes[i];
    constexpr std::string_view kHex = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(bytes[i]);
    if (i % 2 == 0) units += "\\u";
    units += {kHex[byte >> 4], kHex[byte & 0xF]};
  }
  if (bytes.size() % 2 == 1) units += "00";
  for (const auto& text : {raw + '"', units + '"'}) {
    const auto sanitized = json::sanitized(text);
    MUST(is_json(sanitized), sanitized);
    MUST(json::sanitized(sanitized) == sanitized, sanitized);
  }
}

void try_json(std::string_view bytes) {
  check_walk(bytes);
  check_text(bytes);
  check_mending(bytes);
  const auto sanitized = json::sanitized(bytes);
  MUST(json::sanitized(sanitized) == sanitized, sanitized);
}

const Target kJsonTarget{"json", try_json};

}  // namespace
}  // namespace user_listens::fuzz
