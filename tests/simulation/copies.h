// What an instance keeps of KV's values, for when KV cannot be read: like
// shim/copies.js, all of one writing, the latest that it has seen.
#pragma once

#include <array>
#include <map>
#include <string>

#include "base/time.h"
#include "store.h"

namespace user_listens::simulation {

class Copies {
 public:
  // Nothing when there is none.
  [[nodiscard]] Copy find(const std::string& key) const {
    const auto found = copies_.find(key);
    return found == copies_.end() ? nullptr : found->second;
  }

  // After a reply that was made of it.
  void keep(const std::string& key, Copy copy, UnixMillis written, UnixMillis now) {
    if (written < written_ && written_ <= now) return;
    if (written != written_) clear();
    written_ = written;
    copies_[key] = std::move(copy);
  }

  // A refresh of the same instance writes its first value.
  void begin(UnixMillis written, const Put& put) {
    clear();
    written_ = written;
    add(written, put);
  }

  // And another one.
  void add(UnixMillis written, const Put& put) {
    if (written == written_) copies_[put.key] = copy_of(put, written);
  }

  void clear() {
    copies_.clear();
    written_ = {};
  }

 private:
  std::map<std::string, Copy> copies_;
  UnixMillis written_{};
};

// One at each location.
using Instances = std::array<Copies, kLocations>;

}  // namespace user_listens::simulation
