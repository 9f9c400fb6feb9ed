// Lists that cannot be served as they are, and a snapshot beside them.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "cache/snapshot.h"
#include "cache/stored.h"
#include "samples.h"

namespace user_listens {

#define TRACK R"({"username":"zoe","artist":"b","track":"c"})"

struct FallbackCase {
  std::string_view name;
  Stored recent = {};
  std::string_view reason;   // "staleReason"
  std::string_view warning;  // the first line of the log; "" for none
  bool has_tracks = false;   // without a snapshot: whether something can be decoded
};

inline constexpr auto kFallbackCases = std::to_array<FallbackCase>({
    {.name = "missing", .reason = "missing", .warning = ""},
    {.name = "the incident's bare array",
     .recent = {.value = "[]"},
     .reason = "old_format",
     .warning = "warning: [API] WARNING: Cache has old format (bare array with 0 items). Possible "
                "stale worker writing v1 format.\n"},
    {.name = "a bare array with tracks",
     .recent = {.value = "[" TRACK ",7]"},
     .reason = "old_format",
     .warning = "warning: [API] WARNING: Cache has old format (bare array with 2 items). Possible "
                "stale worker writing v1 format.\n",
     .has_tracks = true},
    {.name = "an outdated version",
     .recent = {.value = R"({"version":1,"tracks":[)" TRACK "]}"},
     .reason = "outdated_version",
     .warning = "warning: [API] WARNING: Cache has outdated version (v1). Expected v2.\n",
     .has_tracks = true},
    {.name = "a newer version",
     .recent = {.value = R"({"version":3,"tracks":[]})"},
     .reason = "newer_version",
     .warning = "warning: [API] WARNING: Cache has newer version (v3). Expected v2.\n"},
    {.name = "corrupt: cut",
     .recent = {.value = R"({"version":2,"tracks":[)" TRACK},
     .reason = "corrupt",
     .warning = "warning: [API] WARNING: Cache is corrupt: not JSON (truncated at byte 66)\n",
     .has_tracks = true},
    {.name = "corrupt: empty",
     .recent = {.value = ""},
     .reason = "corrupt",
     .warning = "warning: [API] WARNING: Cache is corrupt: not JSON (empty at byte 0)\n"},
    {.name = "corrupt: too deep",
     .recent = {.value = "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["},
     .reason = "corrupt",
     .warning =
         "warning: [API] WARNING: Cache is corrupt: not JSON (nested too deep at byte 32)\n"},
    {.name = "corrupt: not JSON",
     .recent = {.value = "{a}"},
     .reason = "corrupt",
     .warning =
         "warning: [API] WARNING: Cache is corrupt: not JSON (unexpected character at byte 1)\n"},
    {.name = "corrupt: a text",
     .recent = {.value = R"("x")"},
     .reason = "corrupt",
     .warning = "warning: [API] WARNING: Cache is corrupt: neither an object nor an array\n"},
    {.name = "corrupt: no version",
     .recent = {.value = "{}"},
     .reason = "corrupt",
     .warning = "warning: [API] WARNING: Cache is corrupt: version is missing or no integer\n"},
    {.name = "corrupt: no time",
     .recent = {.value = R"({"version":2,"tracks":[]})"},
     .reason = "corrupt",
     .warning = "warning: [API] WARNING: Cache is corrupt: lastUpdated is missing or no time\n"},
    {.name = "corrupt: no tracks",
     .recent = {.value = R"({"version":2,"lastUpdated":"2025-12-04T14:25:27.000Z"})"},
     .reason = "corrupt",
     .warning = "warning: [API] WARNING: Cache is corrupt: tracks is missing or no array\n"},
    {.name = "corrupt: a track that is none",
     .recent = {.value =
                    R"({"version":2,"lastUpdated":"2025-12-04T14:25:27.000Z","tracks":[null]})"},
     .reason = "corrupt",
     .warning = "warning: [API] WARNING: Cache is corrupt: an element of tracks is no track\n"},
    {.name = "corrupt: a broken seal",
     .recent = {.value = R"({"version":2,"lastUpdated":"2025-12-04T14:25:27.000Z","tracks":[]})",
                .seal = Seal{.version = 2, .count = 1, .length = 1, .crc32c = 1}},
     .reason = "corrupt",
     .warning =
         "warning: [API] WARNING: Cache is corrupt: its bytes are not those that were sealed\n"},
    {.name = "unreadable",
     .recent = {.error = "KV GET failed: 503\nforged line with key-123"},
     .reason = "unreadable",
     .warning = "warning: [API] WARNING: Cache could not be read: KV GET failed: 503 forged line "
                "with ***\n"},
});

// Of a play that has been played, one that nobody knows, and one that plays.
[[nodiscard]] inline std::string snapshot_value() {
  const Snapshot snapshot{.last_updated = samples::time("2025-12-04T14:20:27.000Z"),
                          .written_at = samples::time("2025-12-04T14:20:28.000Z"),
                          .memories = {{.account = samples::account("alice"),
                                        .listen = samples::listen("alice"),
                                        .learned_at = samples::time("2025-12-04T14:20:27.000Z")},
                                       {.account = samples::account("bob")},
                                       {.account = samples::account("carol"),
                                        .listen = samples::playing("carol"),
                                        .learned_at = samples::time("2025-12-04T14:20:27.000Z")}}};
  return complete_snapshot(encode_snapshot_draft(snapshot), "confirmed");
}

#undef TRACK

}  // namespace user_listens
