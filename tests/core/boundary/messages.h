// Effects and events as bytes, read and written by what message.h says of their
// layout, and by code of its own.
#pragma once

#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "boundary/session.h"
#include "refresh/effects.h"

namespace user_listens::messages {

inline constexpr std::uint32_t kNone = 0xFFFFFFFF;
inline constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();

template <class T>
[[nodiscard]] std::string plain(T value) {
  std::string bytes(sizeof value, '\0');
  std::memcpy(bytes.data(), &value, sizeof value);
  return bytes;
}

[[nodiscard]] inline std::string number(double value) { return plain(value); }
[[nodiscard]] inline std::string count(std::size_t value) {
  return plain(static_cast<std::uint32_t>(value));
}
[[nodiscard]] inline std::string text(std::string_view value) {
  return count(value.size()).append(value);
}
[[nodiscard]] inline std::string bytes(const Bytes& value) {
  return value ? text(*value) : count(kNone);
}

using Pairs = std::vector<std::pair<std::string_view, double>>;

[[nodiscard]] inline std::string numbers(const Pairs& pairs) {
  std::string written = count(pairs.size());
  for (const auto& [name, value] : pairs) written.append(text(name)).append(number(value));
  return written;
}

[[nodiscard]] inline std::string headers(const std::vector<Header>& list) {
  std::string written = count(list.size());
  for (const Header& header : list) written.append(text(header.name)).append(text(header.value));
  return written;
}

[[nodiscard]] inline Pairs pairs_of(const Seal& seal) {
  return {{"version", static_cast<double>(seal.version)},
          {"count", static_cast<double>(seal.count)},
          {"length", static_cast<double>(seal.length)},
          {"crc32c", static_cast<double>(seal.crc32c)}};
}

// The kind, the time and the id, which come before an event's other fields.
[[nodiscard]] inline std::string head(std::uint8_t kind, double at, double id) {
  return plain(kind) + number(at) + number(id);
}

[[nodiscard]] inline std::string encode(const Event& event) {
  const auto begin = [&](std::uint8_t kind, EffectId id) {
    return head(kind, static_cast<double>(event.at.time_since_epoch().count()), id);
  };
  if (const auto* rows = std::get_if<event::Rows>(&event.what)) {
    return begin(0, rows->id) + bytes(rows->json);
  }
  if (const auto* value = std::get_if<event::Value>(&event.what)) {
    return begin(1, value->id) + bytes(value->value) +
           numbers(value->metadata ? pairs_of(*value->metadata) : Pairs{});
  }
  if (const auto* oversize = std::get_if<event::Oversize>(&event.what)) {
    return begin(2, oversize->id) + number(static_cast<double>(oversize->bytes));
  }
  if (const auto* response = std::get_if<event::Response>(&event.what)) {
    return begin(3, response->id) + number(static_cast<double>(response->status)) +
           headers(response->headers) + bytes(response->body);
  }
  if (const auto* completed = std::get_if<event::Completed>(&event.what)) {
    return begin(4, completed->id);
  }
  const auto& failed = std::get<event::Failed>(event.what);
  return begin(5, failed.id) + text(failed.reason) + text(failed.message);
}

[[nodiscard]] inline std::string encode(std::span<const Event> events) {
  std::string written;
  for (const Event& event : events) written += encode(event);
  return written;
}

// Reads effects; throws if they are truncated.
class Reader {
 public:
  explicit Reader(std::string_view rest) : rest_(rest) {}

  [[nodiscard]] std::vector<Effect> all() {
    std::vector<Effect> effects;
    while (!rest_.empty()) effects.push_back(next());
    return effects;
  }

 private:
  // Clang and gcc evaluate the initialisers of a braced list from left to right,
  // as the language wants it.
  Effect next() {
    switch (take_plain<std::uint8_t>()) {
      case 0:
        return effect::Print{level(), take_text()};
      case 1:
        return effect::Query{take_id(), take_text(), millis(), set_aside()};
      case 2:
        return effect::Read{take_id(), take_text(), seconds(),  millis(),
                            size(),    size(),      set_aside()};
      case 3:
        return effect::Fetch{take_id(), take_text(), take_headers(), take_text(),
                             millis(),  size(),      set_aside()};
      case 4:
        return effect::Put{take_id(),
                           take_text(),
                           take_bytes(),
                           seconds(),
                           take_seal(),
                           UnixMillis{millis()},
                           take_plain<std::uint8_t>() == 1,
                           millis()};
      case 5:
        return effect::Wait{take_id(), millis()};
      case 6:
        return effect::Done{};
      default:
        throw std::runtime_error{"an unknown effect"};
    }
  }

  Level level() {
    const auto name = take_text();
    if (name == "log") return Level::info;
    if (name == "warn") return Level::warning;
    if (name == "error") return Level::error;
    throw std::runtime_error{"no method of console"};
  }

  std::string_view take(std::size_t size) {
    if (size > rest_.size()) throw std::runtime_error{"cut"};
    const auto taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }
  template <class T>
  T take_plain() {
    T value;
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
    return value;
  }
  std::int64_t whole() {
    const auto value = take_plain<double>();
    const auto integer = static_cast<std::int64_t>(value);
    if (static_cast<double>(integer) != value) throw std::runtime_error{"not whole"};
    return integer;
  }
  EffectId take_id() { return static_cast<EffectId>(whole()); }
  std::size_t size() { return static_cast<std::size_t>(whole()); }
  Millis millis() { return Millis{whole()}; }
  Seconds seconds() { return Seconds{whole()}; }
  SetAside set_aside() { return SetAside(whole()); }
  std::string_view take_text() { return take(take_plain<std::uint32_t>()); }
  Bytes take_bytes() {
    const auto size = take_plain<std::uint32_t>();
    return size == kNone ? Bytes{} : take(size);
  }
  std::vector<Header> take_headers() {
    std::vector<Header> list(take_plain<std::uint32_t>());
    for (Header& header : list) header = {take_text(), take_text()};
    return list;
  }
  Seal take_seal() {
    Seal seal;
    for (auto left = take_plain<std::uint32_t>(); left > 0; --left) {
      const auto name = take_text();
      const auto value = whole();
      if (name == "version") seal.version = value;
      if (name == "count") seal.count = static_cast<std::size_t>(value);
      if (name == "length") seal.length = static_cast<std::size_t>(value);
      if (name == "crc32c") seal.crc32c = static_cast<std::uint32_t>(value);
    }
    return seal;
  }

  std::string_view rest_;
};

[[nodiscard]] inline std::vector<Effect> decode(std::string_view effects) {
  return Reader{effects}.all();
}

// A refresh behind the boundary, as whoever performs it sees it.
class SessionMachine {
 public:
  explicit SessionMachine(std::string_view facts)
      : facts_(facts), session_({&facts_, 1}, worker_) {}

  std::vector<Effect> begin() { return given(session_.begin()); }
  std::vector<Effect> step(std::span<const Event> events) {
    return given(session_.step(encode(events)));
  }

  // The output of each step, in order.
  std::vector<std::string> outputs;

 private:
  std::vector<Effect> given(boundary::Output output) {
    outputs.push_back(output.at(0));
    last_ = std::move(output.at(0));
    return decode(last_);
  }

  std::optional<std::string_view> facts_;
  boundary::KnownWorker worker_;
  boundary::RefreshSession session_;
  std::string last_;  // the effects are views of it
};

}  // namespace user_listens::messages
