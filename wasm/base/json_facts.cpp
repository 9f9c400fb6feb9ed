#include "base/json_facts.h"

#include "base/text.h"

namespace user_listens::json {

class Facts::Collector : public Visitor {
 public:
  explicit Collector(Facts& facts) : facts_(facts) {}

  Flow value(const Path& path, const Value& value) override {
    if (value.is(Kind::null) || value.is(Kind::object) || value.is(Kind::array)) return Flow::go_on;
    std::string_view name;
    for (std::size_t level = 0; level < path.depth(); ++level) {
      const auto key = path.key(level);
      const auto index = decimal(path.index(level));
      name = facts_.arena_.joined({name, level > 0 ? "." : "", key.empty() ? index : key});
    }
    facts_.facts_.push_back({name, value.kind,
                             value.is(Kind::boolean) ? std::int64_t{value.boolean} : value.integer,
                             facts_.arena_.keep(value.text)});
    return Flow::go_on;
  }

 private:
  Facts& facts_;
};

Result<Facts, Error> Facts::read(std::string_view text) {
  Facts facts;
  Collector collector{facts};
  if (const auto error = walk(text, 1 << 20, collector)) return *error;
  return facts;
}

const Facts::Fact* Facts::find(std::string_view path) const {
  for (const auto& fact : facts_) {
    if (fact.path == path) return &fact;
  }
  return nullptr;
}

std::optional<std::string_view> Facts::text(std::string_view path) const {
  const Fact* fact = find(path);
  if (fact == nullptr || fact->kind != Kind::string) return std::nullopt;
  return fact->text;
}

std::optional<std::int64_t> Facts::integer(std::string_view path) const {
  const Fact* fact = find(path);
  if (fact == nullptr || fact->kind != Kind::integer) return std::nullopt;
  return fact->integer;
}

bool Facts::is_true(std::string_view path) const {
  const Fact* fact = find(path);
  return fact != nullptr && fact->kind == Kind::boolean && fact->integer == 1;
}

}  // namespace user_listens::json
