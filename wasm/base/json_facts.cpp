#include "base/json_facts.h"

#include <array>

#include "base/text.h"

namespace user_listens::json {

class Facts::Collector : public Visitor {
 public:
  explicit Collector(Facts& facts) : facts_(facts) {}

  Flow value(const Path& path, const Value& value) override {
    if (value.is(Kind::null)) return Flow::go_on;
    if (value.is(Kind::object) || value.is(Kind::array)) {
      if (path.depth() > 0) within_[path.depth()] = name(path, ".");
      return Flow::go_on;
    }
    facts_.facts_.push_back({name(path, ""), value.kind,
                             value.is(Kind::boolean) ? std::int64_t{value.boolean} : value.integer,
                             facts_.arena_.keep(value.text)});
    return Flow::go_on;
  }

 private:
  [[nodiscard]] std::string_view name(const Path& path, std::string_view ending) {
    if (path.depth() == 0) return {};
    const auto level = path.depth() - 1;
    const auto key = path.key(level);
    const auto outer = within_[level];
    if (!key.empty()) return facts_.arena_.joined({outer, key, ending});
    return facts_.arena_.joined({outer, decimal(path.index(level)), ending});
  }

  Facts& facts_;
  // What the names of values within the object or array at each level begin with.
  std::array<std::string_view, kMaxDepth + 1> within_;
};

Result<Facts, Error> Facts::read(std::string_view text) {
  Facts facts;
  Collector collector{facts};
  if (const auto error = walk(text, 1 << 20, collector)) return *error;
  return facts;
}

const Facts::Fact* Facts::find(std::string_view object, std::string_view path) const {
  for (const auto& fact : facts_) {
    const bool is_as_long = fact.path.size() == object.size() + path.size();
    if (is_as_long && fact.path.ends_with(path) && fact.path.starts_with(object)) return &fact;
  }
  return nullptr;
}

std::optional<std::string_view> Facts::text(std::string_view object, std::string_view path) const {
  const Fact* fact = find(object, path);
  if (fact == nullptr || fact->kind != Kind::string) return std::nullopt;
  return fact->text;
}

std::string_view Facts::text_or_empty(std::string_view path) const {
  return text("", path).value_or(std::string_view{});
}

std::optional<std::int64_t> Facts::integer(std::string_view object, std::string_view path) const {
  const Fact* fact = find(object, path);
  if (fact == nullptr || fact->kind != Kind::integer) return std::nullopt;
  return fact->integer;
}

bool Facts::is_true(std::string_view path) const {
  const Fact* fact = find("", path);
  return fact != nullptr && fact->kind == Kind::boolean && fact->integer == 1;
}

}  // namespace user_listens::json
