// The keys, and the fingerprint of what is stored under them.
#include "cache/format.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "base/crc32c.h"
#include "base/json_reader.h"
#include "base/text.h"
#include "cache/entry.h"
#include "cache/snapshot.h"
#include "samples.h"

namespace user_listens {
namespace {

// The fingerprint of the stored fields in format version 2. It belongs to
// kFormatVersion: when one changes, so must the other. Only fields that every
// reader of the version can do without were added since: `firstSeenAt`,
// `feedIdAt` (in its place) and `statedAt` of a listen, and of the snapshot
// `services`, and `source`, `askedAt`, `hours`, `earlierStatedAt` and
// `earlierSince` of its members.
constexpr std::int64_t kFingerprintedVersion = 2;
constexpr std::uint32_t kFingerprint = 0xDBF082D0;

std::string_view kind_name(json::Kind kind) {
  switch (kind) {
    case json::Kind::null:
      return "null";
    case json::Kind::boolean:
      return "boolean";
    case json::Kind::integer:
      return "integer";
    case json::Kind::real:
      return "real";
    case json::Kind::string:
      return "string";
    case json::Kind::object:
      return "object";
    case json::Kind::array:
      return "array";
  }
  return "unknown";
}

// "/tracks/*/artist string": the path and type of every value.
class FieldLister : public json::Visitor {
 public:
  json::Flow value(const json::Path& path, const json::Value& value) override {
    for (std::size_t level = 0; level < path.depth(); ++level) {
      fields += '/';
      fields += path.key(level).empty() ? "*" : path.key(level);
    }
    fields.append(" ").append(kind_name(value.kind)).append("\n");
    return json::Flow::go_on;
  }

  std::string fields;
};

std::string fields_of(std::string_view value) {
  FieldLister lister;
  REQUIRE_FALSE(json::walk(value, kMaxSnapshotBytes, lister));
  return lister.fields;
}

std::string every_field() {
  Listen track = samples::listen("alice");
  track.confirmed_at = samples::now();
  track.first_seen = track.stated_at = samples::now();
  // One that was first seen before the time of its play has another field.
  Listen seen_before = track;
  seen_before.first_seen = samples::time("2025-12-04T14:00:00.000Z");
  const std::vector<Listen> tracks{track, seen_before};
  const Snapshot snapshot{.last_updated = samples::now(),
                          .written_at = samples::now(),
                          .writer = samples::deployment(),
                          .confirmation = "",
                          .refresh = {},
                          .services = {{.source = "lastfm",
                                        .paused_until = samples::now(),
                                        .pauses = 1,
                                        .refuses_key = true}},
                          .memories = {{.account = samples::account("alice"),
                                        .listen = track,
                                        .learned_at = samples::now(),
                                        .asked_at = samples::now(),
                                        .last_answer = AnswerKind::listened,
                                        .failures = 1,
                                        .hours = 1,
                                        .earlier_stated = samples::now(),
                                        .earlier_since = samples::now()}}};
  const auto entry = encode_entry(samples::entry(samples::now(), samples::deployment(), tracks));
  return "recent\n" + fields_of(entry) + "snapshot\n" +
         fields_of(complete_snapshot(encode_snapshot_draft(snapshot), "confirmed"));
}

}  // namespace

TEST_CASE("format: the keys to the letter") {
  CHECK(key_of(Slot::recent) == "user-listens:v2:recent");
  CHECK(key_of(Slot::snapshot) == "user-listens:v2:snapshot");
}

TEST_CASE("format: other fields take another version") {
  const std::string fields = every_field();
  INFO("These are the stored fields now:\n", fields);
  INFO(
      "A changed format needs a new kFormatVersion (wasm/cache/format.h), so that it gets new "
      "keys and no older Worker overwrites it. Raise it, then set kFingerprintedVersion to "
      "the same and kFingerprint to 0x",
      std::string{hexadecimal(crc32c(fields))}, ".");
  CHECK(kFormatVersion == kFingerprintedVersion);
  CHECK(crc32c(fields) == kFingerprint);
}

}  // namespace user_listens
