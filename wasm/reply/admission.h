// Who is not answered, and why: what is wrong with a request whatever is
// stored.
#pragma once

#include "reply/response.h"
#include "reply/route.h"
#include "reply/token.h"

namespace user_listens {

struct Refusal {
  int status;
  std::string_view message;
  Header header = {};  // beside those of every reply; nameless for none
};

// Nothing when the request can be answered.
[[nodiscard]] const Refusal* refusal_of(const Request& request, const Route* route,
                                        const Settings& settings);

// Of who has no valid token.
[[nodiscard]] const Refusal& no_token();
[[nodiscard]] const Refusal& refusal_of(TokenState state);

[[nodiscard]] Response refuse(const Refusal& refusal, const Request& request,
                              const Settings& settings);

}  // namespace user_listens
