#include "boundary/message.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

#include "base/log.h"
#include "base/time.h"
#include "cache/seal.h"

namespace user_listens::boundary {
namespace {

constexpr std::uint32_t kAbsent = 0xFFFFFFFF;
constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();

// By Level: methods of JavaScript's console.
constexpr std::array<std::string_view, 3> kConsoleMethods{"log", "warn", "error"};

// The fields of a seal, as they stand in KV's metadata.
template <class Pass, class AnySeal>
void pass_seal(Pass&& pass, AnySeal& seal) {
  pass("version", seal.version);
  pass("count", seal.count);
  pass("length", seal.length);
  pass("crc32c", seal.crc32c);
}

// The fields of each message, in their order.

template <class Record>
void pass(Record& record, effect::Print& print) {
  record.field("level", print.level);
  record.field("text", print.text);
}

template <class Record>
void pass(Record& record, effect::Query& query) {
  record.field("id", query.id);
  record.field("sql", query.sql);
  record.field("timeoutMs", query.timeout);
  record.field("setAside", query.set_aside);
}

template <class Record>
void pass(Record& record, effect::Read& read) {
  record.field("id", read.id);
  record.field("key", read.key);
  record.field("cacheTtl", read.cache_ttl);
  record.field("timeoutMs", read.timeout);
  record.field("maxSealedBytes", read.max_sealed_bytes);
  record.field("maxUnsealedBytes", read.max_unsealed_bytes);
  record.field("setAside", read.set_aside);
}

template <class Record>
void pass(Record& record, effect::Fetch& fetch) {
  record.field("id", fetch.id);
  record.field("url", fetch.url);
  record.field("headers", fetch.headers);
  record.field("responseHeaders", fetch.response_headers);
  record.field("timeoutMs", fetch.timeout);
  record.field("maxBytes", fetch.max_bytes);
  record.field("setAside", fetch.set_aside);
}

template <class Record>
void pass(Record& record, effect::Put& put) {
  record.field("id", put.id);
  record.field("key", put.key);
  record.field("value", put.value);
  record.field("expirationTtl", put.expiration_ttl);
  record.field("metadata", put.metadata);
  record.field("writtenMs", put.written_at);
  record.field("isFirst", put.is_first);
  record.field("timeoutMs", put.timeout);
}

template <class Record>
void pass(Record& record, effect::Wait& wait) {
  record.field("id", wait.id);
  record.field("durationMs", wait.duration);
}

template <class Record>
void pass(Record&, effect::Done&) {}

template <class Record>
void pass(Record& record, event::Rows& rows) {
  record.field("id", rows.id);
  record.field("json", rows.json);
}

template <class Record>
void pass(Record& record, event::Value& value) {
  record.field("id", value.id);
  record.field("value", value.value);
  record.field("metadata", value.metadata);
}

template <class Record>
void pass(Record& record, event::Oversize& oversize) {
  record.field("id", oversize.id);
  record.field("bytes", oversize.bytes);
}

template <class Record>
void pass(Record& record, event::Response& response) {
  record.field("id", response.id);
  record.field("status", response.status);
  record.field("headers", response.headers);
  record.field("body", response.body);
}

template <class Record>
void pass(Record& record, event::Completed& completed) {
  record.field("id", completed.id);
}

template <class Record>
void pass(Record& record, event::Failed& failed) {
  record.field("id", failed.id);
  record.field("reason", failed.reason);
  record.field("message", failed.message);
}

// Their names, by position in the variant.
constexpr std::array<std::string_view, std::variant_size_v<Effect>> kEffects{
    "print", "query", "read", "fetch", "put", "wait", "done"};
using AnyEvent = decltype(Event::what);
constexpr std::array<std::string_view, std::variant_size_v<AnyEvent>> kEvents{
    "rows", "value", "oversize", "response", "completed", "failed"};

class MessageWriter {
 public:
  // Room for that many bytes and what stands around them.
  void reserve(std::size_t bytes) { out_.reserve(bytes + 4096); }

  void kind(std::size_t kind) { out_ += static_cast<char>(kind); }

  void field(std::string_view, bool flag) { out_ += static_cast<char>(flag); }
  void field(std::string_view, Millis duration) { number(duration.count()); }
  void field(std::string_view, Seconds duration) { number(duration.count()); }
  void field(std::string_view, UnixMillis time) { number(time.time_since_epoch().count()); }
  void field(std::string_view, std::integral auto value) { number(value); }
  void field(std::string_view, SetAside order) { number(static_cast<int>(order)); }
  void field(std::string_view, Level level) {
    text(kConsoleMethods.at(static_cast<std::size_t>(level)));
  }
  void field(std::string_view, std::string_view value) { text(value); }
  void field(std::string_view, const Bytes& bytes) { bytes ? text(*bytes) : count(kAbsent); }
  void field(std::string_view, const std::vector<Header>& headers) {
    count(headers.size());
    for (const Header& header : headers) {
      text(header.name);
      text(header.value);
    }
  }
  void field(std::string_view, const Seal& seal) {
    std::uint32_t fields = 0;
    pass_seal([&](std::string_view, const auto&) { ++fields; }, seal);
    count(fields);
    pass_seal(
        [&](std::string_view name, const auto& value) {
          text(name);
          number(value);
        },
        seal);
  }

  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  template <class T>
  void plain(const T& value) {
    out_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void number(auto value) { plain(static_cast<double>(value)); }
  void count(std::size_t count) { plain(static_cast<std::uint32_t>(count)); }
  void text(std::string_view text) {
    count(text.size());
    out_ += text;
  }

  std::string out_;
};

// Traps where something is missing.
class MessageReader {
 public:
  explicit MessageReader(std::string_view bytes) : rest_(bytes) {}

  [[nodiscard]] bool has_more() const { return !rest_.empty(); }
  [[nodiscard]] std::size_t kind() { return static_cast<std::uint8_t>(take(1).front()); }

  void field(std::string_view, EffectId& id) { id = static_cast<EffectId>(whole().value_or(0)); }
  void field(std::string_view, std::int64_t& value) { value = whole().value_or(0); }
  void field(std::string_view, std::size_t& value) {
    value = static_cast<std::size_t>(std::max<std::int64_t>(whole().value_or(0), 0));
  }
  void field(std::string_view, UnixMillis& time) { time = unix_millis(whole().value_or(0)); }
  void field(std::string_view, std::string_view& value) { value = take(count()); }
  void field(std::string_view, Bytes& bytes) {
    const auto length = count();
    bytes = length == kAbsent ? Bytes{} : take(length);
  }
  void field(std::string_view name, std::vector<Header>& headers) {
    for (auto left = count(); left > 0; --left) {
      Header& header = headers.emplace_back();
      field(name, header.name);
      field(name, header.value);
    }
  }
  void field(std::string_view, std::optional<Seal>& seal) {
    std::uint32_t found = 0, all = 0;  // a bit a field
    Seal read;
    for (auto left = count(); left > 0; --left) {
      const auto name = take(count());
      const auto value = whole();
      if (!value || *value < 0) continue;
      std::uint32_t bit = 1;
      pass_seal(
          [&](std::string_view field, auto& member) {
            if (field == name) {
              member = static_cast<std::remove_reference_t<decltype(member)>>(*value);
              found |= bit;
            }
            bit <<= 1;
          },
          read);
    }
    pass_seal([&](std::string_view, const auto&) { all = all << 1 | 1; }, read);
    if (found == all) seal = read;
  }

 private:
  template <class T>
  T plain() {
    T value;
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
    return value;
  }

  std::uint32_t count() { return plain<std::uint32_t>(); }

  // Nothing when there is no number, or one that is not whole.
  std::optional<std::int64_t> whole() {
    constexpr double kMost = 9'007'199'254'740'992.0;  // exact up to here
    const auto number = plain<double>();
    if (!(number >= -kMost && number <= kMost) || number != std::trunc(number)) return std::nullopt;
    return static_cast<std::int64_t>(number);
  }

  std::string_view take(std::size_t count) {
    if (count > rest_.size()) __builtin_trap();
    const auto taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }

  std::string_view rest_;
};

// Tells what a message has, by an empty one.
class MessageDescriber {
 public:
  explicit MessageDescriber(json::Writer& out) : out_(out) {}

  void field(std::string_view name, bool&) { pair(name, "flag"); }
  void field(std::string_view name, std::string_view&) { pair(name, "text"); }
  void field(std::string_view name, Level&) { pair(name, "text"); }
  void field(std::string_view name, Bytes&) { pair(name, "bytes"); }
  void field(std::string_view name, std::vector<Header>&) { pair(name, "headers"); }
  void field(std::string_view name, Seal&) { pair(name, "numbers"); }
  void field(std::string_view name, std::optional<Seal>&) { pair(name, "numbers"); }
  void field(std::string_view name, auto&) { pair(name, "number"); }

 private:
  void pair(std::string_view name, std::string_view kind) {
    const auto scope = out_.array();
    out_.value(name);
    out_.value(kind);
  }

  json::Writer& out_;
};

template <class Variant, std::size_t... I>
Variant empty_message(std::size_t kind, std::index_sequence<I...>) {
  Variant message;
  const bool is_known = ((kind == I ? (message.template emplace<I>(), true) : false) || ...);
  if (!is_known) __builtin_trap();
  return message;
}

template <class Variant>
Variant empty_message(std::size_t kind) {
  return empty_message<Variant>(kind, std::make_index_sequence<std::variant_size_v<Variant>>{});
}

template <class Variant>
void describe_kinds(json::Writer& out,
                    const std::array<std::string_view, std::variant_size_v<Variant>>& names) {
  const auto kinds = out.array();
  for (std::size_t kind = 0; kind < names.size(); ++kind) {
    const auto scope = out.object();
    out.field("name", names.at(kind));
    const auto fields = out.key("fields").array();
    MessageDescriber describer{out};
    auto message = empty_message<Variant>(kind);
    std::visit([&](auto& what) { pass(describer, what); }, message);
  }
}

}  // namespace

std::string encode_effects(std::vector<Effect> effects) {
  MessageWriter writer;
  for (const Effect& effect : effects) {
    if (const auto* put = std::get_if<effect::Put>(&effect))
      writer.reserve(put->value.value_or("").size());
  }
  for (Effect& effect : effects) {
    writer.kind(effect.index());
    std::visit([&](auto& what) { pass(writer, what); }, effect);
  }
  return writer.take();
}

std::vector<Event> decode_events(std::string_view bytes) {
  MessageReader reader{bytes};
  std::vector<Event> events;
  while (reader.has_more()) {
    Event event{.at = {}, .what = empty_message<AnyEvent>(reader.kind())};
    reader.field("at", event.at);
    std::visit([&](auto& what) { pass(reader, what); }, event.what);
    events.push_back(std::move(event));
  }
  return events;
}

void write_messages(json::Writer& out) {
  describe_kinds<Effect>(out.key("effects"), kEffects);
  describe_kinds<AnyEvent>(out.key("events"), kEvents);
}

}  // namespace user_listens::boundary
