// The ways in which a music service fails.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/time.h"

namespace user_listens::simulation {

// What an answer says in truth, whatever the core makes of it.
enum class Told : std::uint8_t {
  not_asked,
  // It failed.
  refused_key,
  nothing,
  // It did not.
  unknown_account,
  private_history,
  silence,  // has never played anything
  listen,
};

// What an error says of the service as a whole, if it is believed.
enum class ServiceError : std::uint8_t {
  none,
  refuses_key,
  too_often,    // it was asked too often
  wants_pause,  // beside another error
};
inline constexpr std::size_t kServiceErrors = 4;

struct Trouble {
  std::string_view name;
  Told told;
  std::string_view failure;  // "" when something is answered
  int status;
  std::string_view body;
  std::string_view retry_after = {};  // a header; "" when it is missing
  Seconds asks_for{0};                // to be left alone, as one of the headers says
};

// What these answer is made of a true answer.
inline constexpr std::string_view kTruncated = "truncated";
inline constexpr std::string_view kAnotherUsers = "another user's tracks";
inline constexpr std::string_view kContradicts = "no tracks of 4711";

inline constexpr std::string_view kHtml = "<!DOCTYPE html><title>502 Bad Gateway</title>";

inline constexpr std::array kTroubles{
    Trouble{"HTTP 500", Told::nothing, "", 500, kHtml},
    Trouble{"HTTP 429", Told::nothing, "", 429},
    Trouble{"HTTP 429 for a second", Told::nothing, "", 429, "", "1", Seconds{1}},
    Trouble{"HTTP 429 for a day", Told::nothing, "", 429, "", "86400", std::chrono::hours{24}},
    Trouble{"HTTP 503 for two minutes", Told::nothing, "", 503, kHtml, "120",
            std::chrono::minutes{2}},
    Trouble{"HTTP 503 for an hour", Told::nothing, "", 503, kHtml, "3600", std::chrono::hours{1}},
    Trouble{"error 8 on 200", Told::nothing, "", 200, R"({"error":8,"message":"Try again"})"},
    Trouble{"error 10", Told::refused_key, "", 403, R"({"error":10,"message":"Invalid API key"})"},
    Trouble{"error 11", Told::nothing, "", 503, R"({"error":11,"message":"Service offline"})"},
    Trouble{"error 16", Told::nothing, "", 200, R"({"error":16,"message":"Try again"})"},
    Trouble{"error 26", Told::refused_key, "", 403, R"({"error":26,"message":"Suspended"})"},
    Trouble{"error 29", Told::nothing, "", 429, R"({"error":29,"message":"Rate limit"})"},
    Trouble{"error 6", Told::unknown_account, "", 404, R"({"error":6,"message":"No user"})"},
    Trouble{"HTML on 200", Told::nothing, "", 200, kHtml},
    Trouble{"an empty body", Told::nothing, "", 200, ""},
    Trouble{"a redirect", Told::nothing, "", 302, ""},
    Trouble{"an empty object", Told::nothing, "", 200, "{}"},
    Trouble{kTruncated, Told::nothing, "", 200, ""},
    Trouble{kAnotherUsers, Told::nothing, "", 200, ""},
    Trouble{kContradicts, Told::nothing, "", 200, ""},
    Trouble{"hangs", Told::nothing, "timeout", 0, ""},
    Trouble{"unreachable", Told::nothing, "unreachable", 0, ""},
    Trouble{"too large", Told::nothing, "too_large", 0, ""},
    Trouble{"an answer that crashes its reader", Told::nothing, "crashed", 0, ""},
};

[[nodiscard]] constexpr ServiceError service_error_of(const Trouble& trouble) {
  if (trouble.told == Told::refused_key) return ServiceError::refuses_key;
  if (trouble.status == 429) return ServiceError::too_often;
  return trouble.asks_for > Seconds{0} ? ServiceError::wants_pause : ServiceError::none;
}

}  // namespace user_listens::simulation
