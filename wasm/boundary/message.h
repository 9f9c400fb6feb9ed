// How effects and events lie in memory, and what their fields are called.
//
// A message is its kind (one byte: the position in kEffects or kEvents) and its
// fields, one behind the other without padding. Numbers are little-endian.
//
//   number   8 bytes, an IEEE 754 double; NaN: none
//   flag     1 byte
//   text     4 bytes with its length, then UTF-8
//   bytes    the same, of any bytes; the length 0xFFFFFFFF: none
//   headers  4 bytes with their count, then that many pairs of texts: name, value
//   numbers  the same, of pairs of a text and a number; count 0: none
//
// An event has a number in front of its fields: when it was. The tables below are
// the only place that says which fields there are; `describe` publishes them, and
// shim/messages.js reads and writes by what it says.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json_writer.h"
#include "refresh/effects.h"

namespace user_listens::boundary {

[[nodiscard]] std::string encode_effects(std::vector<Effect> effects);

// Traps when the bytes are no events: they come from our own shim. The events
// hold views of them. Seals that are not whole are none.
[[nodiscard]] std::vector<Event> decode_events(std::string_view bytes);

// "effects":[{"name":"print","fields":[["level","text"],…]},…],"events":[…]
void write_messages(json::Writer& out);

}  // namespace user_listens::boundary
