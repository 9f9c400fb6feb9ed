// A target: a file in targets/, with one constant that tells its name and what
// feeds bytes to a parser and checks what must hold of the result.
#pragma once

#include <string_view>
#include <vector>

namespace user_listens::fuzz {

class Target {
 public:
  using Try = void (*)(std::string_view bytes);

  // Only for constants, which are made before main begins: it joins all().
  Target(std::string_view name, Try try_bytes) : name_{name}, try_bytes_{try_bytes} {
    all().push_back(this);
  }

  [[nodiscard]] std::string_view name() const { return name_; }
  void try_input(std::string_view bytes) const { try_bytes_(bytes); }

  [[nodiscard]] static const Target* named(std::string_view name) {
    for (const Target* target : all()) {
      if (target->name_ == name) return target;
    }
    return nullptr;
  }

  [[nodiscard]] static std::vector<const Target*>& all() {
    static std::vector<const Target*> targets;
    return targets;
  }

 private:
  std::string_view name_;
  Try try_bytes_;
};

}  // namespace user_listens::fuzz
