// A member's account on a music service: whom a request asks about, and what a
// memory is kept of. A member may have several, one a service.
#pragma once

#include <array>
#include <string_view>

#include "base/arena.h"
#include "base/json_writer.h"
#include "base/named_member.h"

namespace user_listens {

// Valid while the arena of the call is.
struct Account {
  std::string_view username;  // the member's name on the site
  std::string_view source;    // the service: "lastfm", …
  std::string_view name;      // the member's name on that service

  friend bool operator==(const Account&, const Account&) = default;
};

// As they are called in the snapshot.
inline constexpr std::array kAccountTexts{NamedText<Account>{"username", &Account::username},
                                          NamedText<Account>{"source", &Account::source},
                                          NamedText<Account>{"account", &Account::name}};

void write_account_fields(json::Writer& out, const Account& account);

// The same for two names exactly when they differ in nothing but ASCII case, and
// are of one service.
[[nodiscard]] std::string_view account_key(std::string_view source, std::string_view name,
                                           Arena& arena);

}  // namespace user_listens
