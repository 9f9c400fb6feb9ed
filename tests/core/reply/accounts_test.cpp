// Members with several accounts, when the API falls back on the snapshot.
#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "cache/format.h"
#include "cache/snapshot.h"
#include "reply/replies.h"

namespace user_listens {
namespace {

struct AccountsCase {
  std::string_view name;
  std::optional<std::string_view> lastfm;  // played at; "now"; nothing: no listen
  std::optional<std::string_view> listenbrainz;
  std::string_view shown;  // the row's source; "" without a row
};

constexpr auto kAccountsCases = std::to_array<AccountsCase>({
    {"the newest", "2025-12-04T10:00:00.000Z", "2025-12-04T11:00:00.000Z", "listenbrainz"},
    {"who plays now", "now", "2025-12-04T14:20:00.000Z", "lastfm"},
    {"who plays on both", "now", "now", "lastfm"},
    {"one is private", {}, "2025-12-04T11:00:00.000Z", "listenbrainz"},
    {"both are private", {}, {}, ""},
});

Memory memory(std::string_view source, std::optional<std::string_view> played_at) {
  const auto account = samples::account("alice", source);
  Memory made{.account = account, .learned_at = samples::now() - kTick};
  if (!played_at) return made;
  made.listen = samples::listen(account);
  made.listen->now_playing = *played_at == "now";
  made.listen->played_at =
      *played_at == "now" ? std::nullopt : std::optional{samples::time(*played_at)};
  return made;
}

std::size_t count(std::string_view text, std::string_view piece) {
  std::size_t found = 0;
  for (auto at = text.find(piece); at != std::string_view::npos; at = text.find(piece, at + 1)) {
    ++found;
  }
  return found;
}

}  // namespace

TEST_CASE("fallback: one row a member, whatever accounts the snapshot knows") {
  for (const auto& c : kAccountsCases) {
    CAPTURE(c.name);
    const auto snapshot = complete_snapshot(
        encode_snapshot_draft(
            {.last_updated = samples::now() - kTick,
             .written_at = samples::now() - kTick,
             .memories = {memory("lastfm", c.lastfm), memory("listenbrainz", c.listenbrainz)}}),
        "confirmed");
    const auto reply = reply_to({.kv = {{key_of(Slot::snapshot), samples::sealed(snapshot)}}});
    CHECK(reply.status == 200);
    CHECK(count(reply.body, R"("username":"alice")") == (c.shown.empty() ? 0 : 1));
    const auto source = std::string{R"("source":")"}.append(c.shown).append("\"");
    if (!c.shown.empty()) CHECK(count(reply.body, source) == 1);
  }
}

TEST_CASE("fallback: a reply does not tell the state of services") {
  const auto snapshot = complete_snapshot(
      encode_snapshot_draft({.last_updated = samples::now() - kTick,
                             .written_at = samples::now() - kTick,
                             .services = {{.source = "lastfm", .refuses_key = true}},
                             .memories = {memory("lastfm", "2025-12-04T10:00:00.000Z")}}),
      "confirmed");
  const auto reply = reply_to({.kv = {{key_of(Slot::snapshot), samples::sealed(snapshot)}}});
  REQUIRE(count(reply.body, R"("username":"alice")") == 1);
  for (const std::string_view inner : {"refusesKey", "services", "failures", "askedAt"}) {
    CAPTURE(inner);
    CHECK(reply.body.find(inner) == std::string::npos);
  }
}

}  // namespace user_listens
