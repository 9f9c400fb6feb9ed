// A key-value store as Workers KV is one: eventually consistent, with copies of
// values and of misses at every location, and with all that goes wrong with it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "cache/seal.h"
#include "document.h"
#include "hiding_faults.h"
#include "journal.h"
#include "kv_outages.h"
#include "random.h"
#include "tally.h"
#include "task.h"
#include "timeline.h"

namespace user_listens::simulation {

inline constexpr std::size_t kLocations = 4;
using Location = std::size_t;

struct Version {
  std::string value;
  std::optional<Seal> seal;                 // its metadata
  std::shared_ptr<const Document> meaning;  // nothing when it is foreign or damaged
  bool is_foreign_list = false;             // one that can be read, but has no seal
  UnixMillis expires;
  UnixMillis landed;
  std::array<UnixMillis, kLocations> visible_from;
};
// Nothing: a miss.
using Copy = std::shared_ptr<const Version>;

struct Reading {
  Copy copy;
  std::string error;  // "" when it could be read

  // What it says; nothing when it is missing, unreadable, foreign or damaged.
  [[nodiscard]] const Document* meaning() const { return copy ? copy->meaning.get() : nullptr; }
  [[nodiscard]] bool is_foreign_list() const { return copy && copy->is_foreign_list; }
};

struct Put {
  std::string key;
  std::string value;
  std::optional<Seal> seal;
  Seconds ttl;
  std::shared_ptr<const Document> meaning;
  UnixMillis* landed;  // told when it lands; nothing for nobody
};

// What is put, as a copy of it that an instance keeps.
[[nodiscard]] Copy copy_of(const Put& put, UnixMillis now);

class Store {
 public:
  Store(Timeline& timeline, Random random, Tally& tally, Journal& journal, HidingFaults& faults,
        KvOutages& outages)
      : timeline_(timeline),
        random_(random),
        tally_(tally),
        journal_(journal),
        faults_(faults),
        outages_(outages) {}

  // `longest` is when the reader or writer gives up.
  [[nodiscard]] Task<Reading> read(std::string_view key, Location at, Millis longest);
  // Why it failed, as far as the writer can tell; "" when it did not.
  [[nodiscard]] Task<std::string> put(Put put, Location at, Millis longest);

 private:
  struct Cached {
    Copy copy;
    UnixMillis until{};
  };
  struct Key {
    std::string name;
    std::deque<Copy> versions;  // by landing; those that somebody may still see
    std::array<Cached, kLocations> caches;
  };

  Key& key_of(std::string_view name);
  [[nodiscard]] Copy look(Key& key, Location at);
  [[nodiscard]] Copy visible(const Key& key, Location at) const;
  void land(Put put, Location at);
  [[nodiscard]] Millis lag();
  void damage(Version& version);
  void make_foreign(Version& version);
  void forget_old(Key& key) const;
  Task<> land_later(Put put, Location at, Millis later);
  void note(std::string_view key, Location at, std::string_view what) const;

  Timeline& timeline_;
  Random random_;
  Tally& tally_;
  Journal& journal_;
  HidingFaults& faults_;
  KvOutages& outages_;
  std::deque<Key> keys_;
};

}  // namespace user_listens::simulation
