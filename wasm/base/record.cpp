#include "base/record.h"

namespace user_listens {
namespace {

using Count = std::uint32_t;

// Before every time that the core knows.
constexpr std::int64_t kNoTime = -1;

}  // namespace

void RecordWriter::time(std::optional<UnixMillis> time) {
  plain(time ? std::int64_t{time->time_since_epoch().count()} : kNoTime);
}

void RecordWriter::text(std::string_view text) {
  plain(static_cast<Count>(text.size()));
  append(text);
}

void RecordReader::flag(bool& flag) {
  std::uint8_t byte = 0;
  plain(byte);
  flag = byte != 0;
}

void RecordReader::time(std::optional<UnixMillis>& time) {
  std::int64_t ms = kNoTime;
  plain(ms);
  if (ms >= 0) time = unix_millis(ms);
}

void RecordReader::text(std::string_view& text) {
  Count size = 0;
  plain(size);
  text = take(size);
}

void RecordReader::copy(char* to, std::size_t count) {
  const auto bytes = take(count);
  bytes.copy(to, bytes.size());
}

std::string_view RecordReader::take(std::size_t count) {
  const auto taken = rest_.substr(0, count);
  rest_.remove_prefix(taken.size());
  if (taken.size() < count) is_sound_ = false;
  return taken;
}

}  // namespace user_listens
