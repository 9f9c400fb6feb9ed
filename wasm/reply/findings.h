// What is found under the keys, as health tells everybody and as the operator's
// doctor (boundary/examine_call.cpp) reads it.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "base/json_writer.h"
#include "base/time.h"
#include "cache/entry.h"
#include "cache/snapshot.h"
#include "cache/stored.h"

namespace user_listens {

// "fresh", "stale", "missing" or "unreadable": what the list is worth to readers.
[[nodiscard]] std::string_view status_of(const EntryReading& list, const Stored& stored,
                                         UnixMillis now);

// "list" (its state: "current", or what stands in its way), "fault",
// "ageSeconds", "lastUpdated", "tracks".
void write_list(json::Writer& out, const EntryReading& list, const Stored& stored, UnixMillis now);

// "lastRefresh":{"at":…,"confirmation":…,"counts":{…}}, or null.
void write_last_refresh(json::Writer& out, const std::optional<Snapshot>& snapshot);

// How many accounts answered what when they were last asked: "accounts":
// {"listened":11,"private":1}. Never who: health is public.
void write_accounts(json::Writer& out, std::span<const Memory> memories);

}  // namespace user_listens
