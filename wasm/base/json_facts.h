// Small JSON objects by path: facts["request.method"].
//
// For the handful of values that cross the boundary with each call. Larger
// things (entries, rosters, answers) are read by visitors of their own.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/json_reader.h"
#include "base/result.h"

namespace user_listens::json {

class Facts {
 public:
  // At most 1 MiB and 32 levels. Elements of arrays are named by their index.
  [[nodiscard]] static Result<Facts, Error> read(std::string_view text);

  // Nothing, or "" from text_or_empty, when the value is absent, null, or of another kind.
  [[nodiscard]] std::optional<std::string_view> text(std::string_view path) const {
    return text("", path);
  }
  [[nodiscard]] std::string_view text_or_empty(std::string_view path) const;
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view path) const {
    return integer("", path);
  }
  // Of the value at `object` with `path` behind it, which saves joining them:
  // text("settings.", "ROSTER").
  [[nodiscard]] std::optional<std::string_view> text(std::string_view object,
                                                     std::string_view path) const;
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view object,
                                                    std::string_view path) const;
  [[nodiscard]] bool is_true(std::string_view path) const;

 private:
  struct Fact {
    std::string_view path;
    Kind kind;
    std::int64_t integer;  // a boolean is 0 or 1
    std::string_view text;
  };
  class Collector;

  [[nodiscard]] const Fact* find(std::string_view object, std::string_view path) const;

  Arena arena_;
  std::vector<Fact> facts_;
};

}  // namespace user_listens::json
