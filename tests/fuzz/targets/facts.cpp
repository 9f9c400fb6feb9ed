// The facts of a call: base/json_facts.h, against nlohmann's tree of the same
// text.
#include <string>

#include "base/json_facts.h"
#include "target.h"
#include "texts.h"

namespace user_listens::fuzz {
namespace {

using Tree = nlohmann::json;

// A path leads to one value only if no key could be taken for another's path.
bool is_plain(const Tree& tree) {
  if (!tree.is_structured()) return true;
  for (const auto& [key, value] : tree.items()) {
    if (key.empty() || key.find('.') != std::string::npos || !is_plain(value)) return false;
  }
  return true;
}

void check_leaf(const json::Facts& facts, const std::string& path, const Tree& leaf) {
  const bool is_integer = leaf.is_number_integer() &&
                          (!leaf.is_number_unsigned() || leaf.get<std::uint64_t>() <= INT64_MAX);
  const auto integer = facts.integer(path);
  MUST(integer.has_value() == is_integer, path);
  MUST(!integer || *integer == leaf.get<std::int64_t>(), path);
  const auto text = facts.text(path);
  MUST(text.has_value() == leaf.is_string(), path);
  MUST(!text || *text == leaf.get_ref<const std::string&>(), path);
  MUST(facts.text_or_empty(path) == text.value_or(""), path);
  MUST(facts.is_true(path) == (leaf == true), path);
}

void check_tree(const json::Facts& facts, const std::string& path, const Tree& tree) {
  if (!tree.is_structured()) return check_leaf(facts, path, tree);
  for (const auto& [key, value] : tree.items()) {
    std::string inner = path;
    inner.append(path.empty() ? "" : ".").append(key);
    check_tree(facts, inner, value);
  }
}

void try_facts(std::string_view bytes) {
  if (!json::Facts::read(bytes)) return;
  // Only nlohmann/json has a largest number.
  const auto tree = Tree::parse(bytes, nullptr, false);
  if (tree.is_discarded()) return;
  // Dumped, it has each key once.
  const auto text = tree.dump();
  const auto facts = json::Facts::read(text);
  MUST(facts.ok(), text);
  if (is_plain(tree)) check_tree(facts.value(), "", tree);
}

const Target kFactsTarget{"facts", try_facts};

}  // namespace
}  // namespace user_listens::fuzz
