#include "base/named_member.h"

#include <doctest/doctest.h>

#include <array>
#include <string_view>

namespace user_listens {
namespace {

struct Thing {
  std::string_view title = "t";
  std::string_view colour = "c";
};

constexpr std::array kTexts{NamedText<Thing>{"title", &Thing::title},
                            NamedText<Thing>{"colour", &Thing::colour}};

}  // namespace

TEST_CASE("named member: a name finds the member of the given object") {
  Thing thing;
  CHECK(find_member(thing, kTexts, "title") == &thing.title);
  CHECK(find_member(thing, kTexts, "colour") == &thing.colour);
  *find_member(thing, kTexts, "colour") = "red";
  CHECK(thing.colour == "red");
  CHECK(thing.title == "t");
}

TEST_CASE("named member: an unknown name finds nothing") {
  Thing thing;
  for (const std::string_view name : {"", "Title", "titl", "titles", "shape"}) {
    CAPTURE(name);
    CHECK(find_member(thing, kTexts, name) == nullptr);
  }
}

}  // namespace user_listens
