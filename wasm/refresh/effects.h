// What a refresh wants done, and what it is told of that.
//
// A refresh does nothing itself: it gives effects. Whoever performs one tells by
// an event with the same id what came of it; one without an id is done at once.
// Events may come in any order. One that the refresh does not wait for means
// nothing. The same facts give the same ids, in a refresh that is played again
// too.
//
// boundary/messages.h has the names of all fields.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "base/header.h"
#include "base/log.h"
#include "base/time.h"
#include "cache/seal.h"

namespace user_listens {

using EffectId = std::uint32_t;
using Bytes = std::optional<std::string_view>;

// When the core fails, and fails again on a fresh instance, results are set
// aside: those come first that are missed least.
enum class SetAside : std::uint8_t { never, snapshot, answers, list, roster };

// Texts and bytes of an effect live until the next step.
namespace effect {

struct Print {
  Level level = Level::info;
  std::string_view text;  // one line
};

// Rows of the roster's database, as a JSON array: event::Rows, or event::Failed.
struct Query {
  EffectId id = 0;
  std::string_view sql;
  Millis timeout{0};
  SetAside set_aside = SetAside::roster;
};

// A key of KV: event::Value, event::Oversize or event::Failed. A value may be
// sealed when its metadata has its length.
struct Read {
  EffectId id = 0;
  std::string_view key;
  Seconds cache_ttl{0};  // how old the answer may be
  Millis timeout{0};
  std::size_t max_sealed_bytes = 0;
  std::size_t max_unsealed_bytes = 0;
  SetAside set_aside = SetAside::never;
};

// A GET request, whose redirects are not followed: event::Response or
// event::Failed.
struct Fetch {
  EffectId id = 0;
  std::string_view url;  // may hold an API key: never in a log
  std::vector<Header> headers;
  std::string_view response_headers;  // those to tell of: names, with blanks between
  Millis timeout{0};                  // of headers and body together
  std::size_t max_bytes = 0;          // of the body
  SetAside set_aside = SetAside::answers;
};

// A value for a key of KV: event::Completed or event::Failed.
struct Put {
  EffectId id = 0;
  std::string_view key;
  Bytes value;
  Seconds expiration_ttl{0};
  Seal metadata{};
  UnixMillis written_at;
  // Of this refresh: whatever becomes of it, copies of earlier values are outdated.
  bool is_first = false;
  Millis timeout{0};
};

// event::Completed after that time.
struct Wait {
  EffectId id = 0;
  Millis duration{0};
};

// The refresh is over.
struct Done {};

}  // namespace effect

using Effect = std::variant<effect::Print, effect::Query, effect::Read, effect::Fetch, effect::Put,
                            effect::Wait, effect::Done>;

// Texts and bytes of an event live until the step returns.
namespace event {

struct Rows {
  EffectId id = 0;
  Bytes json;
};

struct Value {
  EffectId id = 0;
  Bytes value;  // nothing: the key has none
  std::optional<Seal> metadata;
};

// The key has a value with so many bytes, more than it may have.
struct Oversize {
  EffectId id = 0;
  std::size_t bytes = 0;
};

struct Response {
  EffectId id = 0;
  std::int64_t status = 0;
  std::vector<Header> headers;
  Bytes body;
};

struct Completed {
  EffectId id = 0;
};

// There is no result. Of a Fetch `reason` is one of the names of failures
// (listen/answer.h): timeout, unreachable, too_large, crashed. `message` says
// more, for the log.
struct Failed {
  EffectId id = 0;
  std::string_view reason;
  std::string_view message;
};

}  // namespace event

// An event, and when it was.
struct Event {
  UnixMillis at;
  std::variant<event::Rows, event::Value, event::Oversize, event::Response, event::Completed,
               event::Failed>
      what;
};

}  // namespace user_listens
