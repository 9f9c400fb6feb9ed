#include "cache/seal.h"

#include <doctest/doctest.h>

#include <array>
#include <string_view>

namespace user_listens {
namespace {

struct SealCase {
  std::string_view name;
  std::string_view facts;
  std::optional<Seal> seal = {};
};

constexpr auto kSealCases = std::to_array<SealCase>({
    {.name = "whole",
     .facts = R"({"m":{"version":2,"count":14,"length":4380,"crc32c":3808858755}})",
     .seal = Seal{.version = 2, .count = 14, .length = 4380, .crc32c = 3808858755}},
    {.name = "of no version",
     .facts = R"({"m":{"count":1,"length":2,"crc32c":3}})",
     .seal = Seal{.version = -1, .count = 1, .length = 2, .crc32c = 3}},
    {.name = "metadata null", .facts = R"({"m":null})"},
    {.name = "no metadata", .facts = "{}"},
    {.name = "no count", .facts = R"({"m":{"version":2,"length":2,"crc32c":3}})"},
    {.name = "no length", .facts = R"({"m":{"version":2,"count":1,"crc32c":3}})"},
    {.name = "no checksum", .facts = R"({"m":{"version":2,"count":1,"length":2}})"},
    {.name = "negative length", .facts = R"({"m":{"version":2,"count":1,"length":-2,"crc32c":3}})"},
    {.name = "a text", .facts = R"({"m":{"version":2,"count":"1","length":2,"crc32c":3}})"},
    {.name = "another's metadata", .facts = R"({"m":{"etag":"x"}})"},
});

}  // namespace

TEST_CASE("seal: is read from whole metadata only") {
  for (const auto& c : kSealCases) {
    CAPTURE(c.name);
    const auto facts = json::Facts::read(c.facts);
    REQUIRE(facts);
    CHECK(read_seal(facts.value(), "m.") == c.seal);
  }
}

TEST_CASE("seal: is written as metadata, and matches its own bytes only") {
  const Seal seal = seal_of("123456789", 14);
  json::Writer out;
  write_seal(out, seal);
  CHECK(out.text() == R"({"version":2,"count":14,"length":9,"crc32c":3808858755})");
  CHECK(matches(seal, "123456789"));
  CHECK_FALSE(matches(seal, "123456780"));
  CHECK_FALSE(matches(seal, "12345678"));
}

}  // namespace user_listens
