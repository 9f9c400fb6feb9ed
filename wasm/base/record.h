// A record: values one behind the other, as bytes that only the code which wrote
// them reads, in another call or another module. It has neither names nor kinds.
//
// The writer and the reader have the same functions, so that one template
// passes the fields of a type to both and they cannot drift apart. Numbers are
// little-endian, as they are in memory; a text has its length in front.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "base/time.h"

namespace user_listens {

// Has the same size for every compiler, and every value is one of its own: of a
// bool only two are.
template <class T>
concept PlainValue = std::is_trivially_copyable_v<T> && !std::is_same_v<T, bool>;

class RecordWriter {
 public:
  // In front of each text.
  static constexpr std::size_t kLengthBytes = sizeof(std::uint32_t);

  template <PlainValue T>
  void plain(const T& value) {
    append({reinterpret_cast<const char*>(&value), sizeof value});
  }
  void flag(bool flag) { plain(static_cast<std::uint8_t>(flag)); }
  void time(std::optional<UnixMillis> time);
  void text(std::string_view text);

  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void append(std::string_view bytes) { out_ += bytes; }

  std::string out_;
};

// Takes any bytes; what it reads means something as long as they are sound.
class RecordReader {
 public:
  explicit RecordReader(std::string_view bytes) : rest_(bytes) {}

  template <PlainValue T>
  void plain(T& value) {
    copy(reinterpret_cast<char*>(&value), sizeof value);
  }
  void flag(bool& flag);
  void time(std::optional<UnixMillis>& time);
  // A view into the bytes.
  void text(std::string_view& text);

  // Nothing was missing so far.
  [[nodiscard]] bool is_sound() const { return is_sound_; }
  // Nor is anything left.
  [[nodiscard]] bool is_whole() const { return is_sound_ && rest_.empty(); }

 private:
  void copy(char* to, std::size_t count);
  [[nodiscard]] std::string_view take(std::size_t count);

  std::string_view rest_;
  bool is_sound_ = true;
};

}  // namespace user_listens
