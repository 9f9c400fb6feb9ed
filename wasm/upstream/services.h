// The music services: one line each. To add one, see README.md, "Add a service".
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "base/header.h"
#include "upstream/lastfm.h"
#include "upstream/librefm.h"
#include "upstream/listenbrainz.h"
#include "upstream/service.h"

namespace user_listens {

// When a member's plays on two services cannot be told apart, the first counts.
inline constexpr std::array kServices{&kLastfm, &kLibrefm, &kListenbrainz};

// The position of a service in kServices.
[[nodiscard]] std::optional<std::size_t> service_named(std::string_view source);

// Whatever was received is an answer of some kind. Its listen has no `url` when
// the service gave none.
[[nodiscard]] Answer read_answer(const Service& service, const Question& question,
                                 const Received& received, UnixMillis now, Arena& arena);

// What each request to the service tells of us.
[[nodiscard]] std::vector<Header> request_headers(const Service& service, const Access& access,
                                                  Arena& arena);

// Where a listen without a link leads: to the account's page, at the server
// that was asked.
[[nodiscard]] std::string_view account_page(const Service& service, const Access& access,
                                            const Account& account, Arena& arena);

}  // namespace user_listens
