// Everything the next refresh needs, and what the API falls back on, as it is
// stored under Slot::snapshot for seven days.
//
//   {"version":2,"confirmation":"confirmed","lastUpdated":"…"|null,"writtenAt":"…",
//    "writer":{…},"refresh":{"asked":14,…},
//    "services":[{"source":"lastfm","pausedUntil":"…"|null,"pauses":0,"refusesKey":false}],
//    "rosterProblems":["ROSTER_SQL: …"],
//    "members":[{"username":"…","source":"lastfm","account":"…","lastAnswer":"listened"|null,
//                "failures":0,"hours":0,"askedAt":"…"|null,"learnedAt":"…"|null,"listen":{…}|null}]}
//
// A member has an element for each of their accounts. Without a source it is
// Last.fm's, the only service there was at first. Members who must not be shown,
// but may be again, stand in an array of their own, "concealed": code that does
// not know of it forgets them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/named_member.h"
#include "base/time.h"
#include "cache/deployment.h"
#include "cache/stored.h"
#include "listen/memory.h"
#include "listen/service_state.h"

namespace user_listens {

// 10,000 accounts take about 6 MB. With more than this, the module would run
// out of memory.
inline constexpr std::size_t kMaxSnapshotBytes = 10 << 20;

// More than what complete_snapshot adds.
inline constexpr std::size_t kSnapshotHeadBytes = 256;

// For so long a list once good is never lost.
inline constexpr Seconds kSnapshotTtl = std::chrono::days{7};

struct RefreshCounts {
  std::int64_t asked = 0;
  std::int64_t learned = 0;
  std::int64_t failed = 0;
  std::int64_t kept = 0;
  std::int64_t tracks = 0;
};

struct Snapshot {
  std::optional<UnixMillis> last_updated;
  std::optional<UnixMillis> written_at;
  Deployment writer;
  std::string_view confirmation;  // of the list that was written just before
  RefreshCounts refresh;
  std::vector<ServiceState> services;
  std::vector<std::string_view> roster_problems;  // for the health reply
  std::vector<Memory> memories;                   // concealed ones too
  // Of a snapshot that was read: each memory as it stands there; "" when it was read
  // as something else.
  std::vector<std::string_view> encoded;
};

inline constexpr std::array kRefreshCounts{
    NamedMember<RefreshCounts, std::int64_t>{"asked", &RefreshCounts::asked},
    NamedMember<RefreshCounts, std::int64_t>{"learned", &RefreshCounts::learned},
    NamedMember<RefreshCounts, std::int64_t>{"failed", &RefreshCounts::failed},
    NamedMember<RefreshCounts, std::int64_t>{"kept", &RefreshCounts::kept},
    NamedMember<RefreshCounts, std::int64_t>{"tracks", &RefreshCounts::tracks}};

// "services":[…], as in the snapshot.
void write_services(json::Writer& out, std::span<const ServiceState> services);
// An element of "members".
void write_memory(json::Writer& out, const Memory& memory);
void write_refresh_counts(json::Writer& out, const RefreshCounts& counts);

// The snapshot is written when the list's confirmation is known, but made when
// the merge is: `encode_snapshot_draft` leaves the confirmation out and
// `complete_snapshot` puts it in. What is the same as in the snapshot that was read
// is copied, if the same deployment wrote it: what another one wrote may be encoded
// otherwise.
[[nodiscard]] std::string encode_snapshot_draft(const Snapshot& snapshot,
                                                const Snapshot* read = nullptr);
[[nodiscard]] std::string complete_snapshot(std::string draft, std::string_view confirmation);

// Nothing when the value is missing, broken, of another version, not what was
// sealed or not sealed at all: nobody else writes snapshots. Its texts are parts
// of the value, which must last as long as the arena.
[[nodiscard]] std::optional<Snapshot> read_snapshot(const Stored& stored, Arena& arena);

}  // namespace user_listens
