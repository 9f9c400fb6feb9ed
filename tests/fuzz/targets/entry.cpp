// The list as KV gives it: cache/entry.h, with and without a seal.
#include "cache/entry.h"

#include "damage.h"
#include "target.h"
#include "texts.h"

namespace user_listens::fuzz {
namespace {

void check_reading(const EntryReading& reading, std::string_view bytes) {
  const bool is_corrupt = reading.state == EntryState::corrupt;
  MUST(reading.state != EntryState::missing && reading.state != EntryState::unreadable, bytes);
  MUST(reading.fault.has_value() == is_corrupt, bytes);
  MUST(!reading.json_error || reading.json_error->offset <= bytes.size(), bytes);
  MUST(utf8::is_well_formed(reading.entry.writer.id), bytes);
  check_time(reading.entry.last_updated);
  check_time(reading.entry.written_at);
  check_time(reading.entry.writer.deployed_at);
  for (const Listen& track : reading.entry.tracks) {
    check_texts(track);
    check_time(track.played_at);
  }
  if (reading.state != EntryState::current) return;
  MUST(reading.entry.last_updated.has_value(), bytes);
  // A row of which a reader would see nothing is passed over.
  MUST(reading.entry.tracks.size() <= reading.item_count, bytes);
}

void check_damage(const std::string& value, const Seal& seal) {
  for (const std::string& broken : damaged(value)) {
    Arena arena;
    MUST(read_entry(broken, seal, arena).fault.has_value(), broken);
    MUST(!open_sealed(broken, seal), broken);
  }
}

// What is written is read as it was, by the parser and by the seal.
void check_round_trip(const Entry& entry) {
  const auto value = encode_entry(entry);
  MUST(is_json(value), value);
  const auto seal = seal_of(value, entry.tracks.size());
  Arena arena;
  const auto again = read_entry(value, seal, arena);
  MUST(again.state == EntryState::current, value);
  MUST(again.entry.last_updated == entry.last_updated, value);
  MUST(again.entry.written_at == entry.written_at, value);
  MUST(again.entry.writer == entry.writer, value);
  MUST(again.entry.tracks == entry.tracks, value);
  const auto sealed = open_sealed(value, seal);
  MUST(sealed.has_value(), value);
  MUST(sealed->count == entry.tracks.size(), value);
  MUST(parse_iso8601(sealed->last_updated) == entry.last_updated, value);
  MUST(is_json(sealed->tracks) && sealed->tracks.starts_with('['), value);
  MUST(value.ends_with(std::string{sealed->tracks} + "}"), value);
  check_damage(value, seal);
}

void try_entry(std::string_view bytes) {
  Arena arena;
  const auto reading = read_entry(bytes, std::nullopt, arena);
  check_reading(reading, bytes);
  const auto seal = seal_of(bytes, reading.item_count);
  MUST(read_entry(bytes, seal, arena).state == reading.state, bytes);
  if (!bytes.empty()) check_damage(std::string{bytes}, seal);
  (void)open_sealed(bytes, seal);
  if (reading.state == EntryState::current) check_round_trip(reading.entry);
}

const Target kEntryTarget{"entry", try_entry};

}  // namespace
}  // namespace user_listens::fuzz
