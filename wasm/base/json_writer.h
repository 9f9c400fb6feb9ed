// Writes compact JSON (RFC 8259) into a string, front to back.
//
// Commas come by themselves. Strings are escaped, and ill-formed UTF-8 becomes
// U+FFFD: what is written is valid whatever came in. Numbers are integers; the
// product has no others.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "base/time.h"

namespace user_listens::json {

// Adds what stands for `text` between the quotes of a string.
void append_escaped(std::string& out, std::string_view text);

class Writer {
 public:
  // Closes what it opened when it goes out of scope.
  class [[nodiscard]] Scope {
   public:
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;
    ~Scope() { writer_.close(bracket_); }

   private:
    friend class Writer;
    Scope(Writer& writer, char bracket) : writer_(writer), bracket_(bracket) {}
    Writer& writer_;
    char bracket_;
  };

  // Room for what is to come: growing as it goes takes several times as much.
  void reserve(std::size_t bytes) { out_.reserve(bytes); }

  // Begins anew, in the same room.
  void clear() {
    out_.clear();
    needs_comma_ = false;
  }

  Scope object() { return open('{', '}'); }
  Scope array() { return open('[', ']'); }
  Writer& key(std::string_view key);

  void value(std::string_view text);
  void value(const char* text) { value(std::string_view{text}); }
  // JSON that is complete in itself.
  void raw(std::string_view json);

  // A key and its value; out of line, since there are many of them.
  void field(std::string_view name, std::string_view text);
  void field(std::string_view name, const char* text) { field(name, std::string_view{text}); }
  void field(std::string_view name, std::optional<UnixMillis> time);
  void field(std::string_view name, UnixMillis time) { field(name, std::optional{time}); }
  void field(std::string_view name, std::same_as<bool> auto boolean) {
    raw_field(name, boolean ? "true" : "false");
  }
  void field(std::string_view name,
             std::integral auto number) requires(!std::same_as<decltype(number), bool>) {
    number_field(name, static_cast<std::int64_t>(number));
  }
  void null_field(std::string_view name) { raw_field(name, "null"); }
  void raw_field(std::string_view name, std::string_view json);

  [[nodiscard]] const std::string& text() const { return out_; }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void put_quoted(std::string_view text);
  void number_field(std::string_view name, std::int64_t number);
  Scope open(char open, char close);
  void close(char bracket);
  void separate();

  std::string out_;
  bool needs_comma_ = false;
};

}  // namespace user_listens::json
