// What the core decides, as the shim reads it: fields of the JSON of
// wasm/README.md. The views live as long as the text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace user_listens::simulation {

struct WriteOrder {
  std::string_view key;
  Seconds ttl{0};
  std::string_view metadata;  // JSON
};

struct Request {
  std::string_view question;  // JSON, handed on unread
  std::string_view username;
  std::string_view account;
};

// Of all calls together; a call fills what it decides.
struct Decision {
  std::string_view log;  // a JSON array
  std::vector<std::string_view> read_keys;
  Millis timeout{0};
  bool goes_on = false;
  std::vector<Request> requests;
  std::size_t parallel = 0;
  std::size_t retries = 0;
  Millis deadline{0};
  bool stops_service = false;
  std::optional<Millis> pause;  // of the service
  std::optional<Request> next;  // about the same account
  Millis after{0};
  bool is_retry = false;
  std::optional<WriteOrder> write;
  std::string_view carry = "null";  // JSON, handed on unread
  std::optional<Millis> look_again_after;
  std::string_view confirmation;
  int status = 0;
  std::optional<std::size_t> source;  // which of the values read is worth a copy
};

[[nodiscard]] Decision read_decision(std::string_view text);

}  // namespace user_listens::simulation
