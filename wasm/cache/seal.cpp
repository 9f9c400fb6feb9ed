#include "cache/seal.h"

#include "base/crc32c.h"
#include "base/text.h"
#include "cache/format.h"

namespace user_listens {

Seal seal_of(std::string_view value, std::size_t count) {
  return {
      .version = kFormatVersion, .count = count, .length = value.size(), .crc32c = crc32c(value)};
}

bool matches(const Seal& seal, std::string_view value) {
  return seal.length == value.size() && seal.crc32c == crc32c(value);
}

void write_seal(json::Writer& out, const Seal& seal) {
  const auto scope = out.object();
  out.field("version", seal.version);
  out.field("count", seal.count);
  out.field("length", seal.length);
  out.field("crc32c", seal.crc32c);
}

std::optional<Seal> read_seal(const json::Facts& facts, std::string_view object) {
  const auto number = [&](std::string_view name) {
    return facts.integer(object, name).value_or(-1);
  };
  const auto count = number("count"), length = number("length"), crc = number("crc32c");
  if (count < 0 || length < 0 || crc < 0) return std::nullopt;
  return Seal{.version = number("version"),
              .count = static_cast<std::size_t>(count),
              .length = static_cast<std::size_t>(length),
              .crc32c = static_cast<std::uint32_t>(crc)};
}

}  // namespace user_listens
