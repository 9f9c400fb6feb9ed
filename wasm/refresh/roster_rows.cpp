#include "refresh/roster_rows.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/ascii.h"
#include "base/json_reader.h"
#include "base/json_sanitizing.h"
#include "base/text.h"
#include "base/utf8.h"

namespace user_listens {
namespace {

using json::Flow;
using json::Path;
using json::Value;
using JsonKind = json::Kind;

// D1 gives integers as JavaScript's numbers, which are exact up to here.
constexpr std::int64_t kMaxSafeInteger = (std::int64_t{1} << 53) - 1;

bool is_safe(std::int64_t number) {
  return number >= -kMaxSafeInteger && number <= kMaxSafeInteger;
}

enum class Encoding : std::uint8_t { well_formed, repaired };

class RowsVisitor : public json::Visitor {
 public:
  RowsVisitor(RosterRowSink& sink, Encoding encoding, Arena& arena)
      : sink_(sink), encoding_(encoding), arena_(arena) {}

  Flow value(const Path& path, const Value& value) override {
    if (path.depth() == 0) is_array = value.is(JsonKind::array);
    if (!is_array) return Flow::stop;
    if (path.depth() == 1) {
      row_ = {.is_object = value.is(JsonKind::object)};
      if (!row_.is_object) sink_.row(row_);
    } else if (path.depth() == 2 && row_.is_object) {
      if (Cell* cell = cell_for(path.index(1), path.key(1))) *cell = cell_of(value);
    }
    return Flow::go_on;
  }

  Flow closed(const Path& path, JsonKind) override {
    if (path.depth() == 1 && row_.is_object) sink_.row(row_);
    return Flow::go_on;
  }

  bool is_array = false;

 private:
  // The cell of the row that a column means; a member of RosterRow.
  struct Column {
    std::string_view name;
    Cell* cell = nullptr;  // nullptr: none
  };

  // All rows have the same columns, in the same order.
  [[nodiscard]] Cell* cell_for(std::size_t position, std::string_view name) {
    if (position < columns_.size() && columns_[position].name == name) {
      return columns_[position].cell;
    }
    if (position >= columns_.size()) columns_.resize(position + 1);
    columns_[position] = {name, meaning_of(name)};
    return columns_[position].cell;
  }

  [[nodiscard]] Cell* meaning_of(std::string_view column) {
    if (ascii::equal_ignoring_case(column, "username")) return &row_.username;
    if (ascii::equal_ignoring_case(column, "profile_visibility")) return &row_.visibility;
    for (std::size_t service = 0; service < kServices.size(); ++service) {
      if (!is_column_of(column, *kServices[service])) continue;
      sink_.has_column(service);
      return &row_.accounts[service];
    }
    return nullptr;
  }

  static bool is_column_of(std::string_view column, const Service& service) {
    const auto size = service.source.size();
    return column.size() == size + kColumnEnding.size() &&
           ascii::equal_ignoring_case(column.substr(0, size), service.source) &&
           ascii::equal_ignoring_case(column.substr(size), kColumnEnding);
  }

  [[nodiscard]] Cell cell_of(const Value& value) {
    if (value.is(JsonKind::null)) return {.kind = Cell::Kind::null};
    if (value.is(JsonKind::integer) && is_safe(value.integer)) {
      return {arena_.keep(decimal(value.integer)), Cell::Kind::text};
    }
    if (!value.is(JsonKind::string)) return {.kind = Cell::Kind::other};
    const bool is_repaired = encoding_ == Encoding::repaired &&
                             value.text.find(utf8::kReplacement) != std::string_view::npos;
    return {arena_.keep(ascii::trimmed(value.text)),
            is_repaired ? Cell::Kind::repaired : Cell::Kind::text};
  }

  RosterRowSink& sink_;
  Encoding encoding_;
  Arena& arena_;
  RosterRow row_;
  std::vector<Column> columns_;  // as they stood last
};

}  // namespace

std::optional<RosterError> read_json_rows(std::string_view rows, RosterRowSink& sink,
                                          Arena& arena) {
  RowsVisitor visitor{sink, Encoding::well_formed, arena};
  auto error = json::walk(rows, kMaxRosterBytes, visitor);
  bool is_array = visitor.is_array;
  if (error && json::is_in_string(error->fault)) {
    // JavaScript's strings may hold lone surrogates, which are no JSON to us:
    // that costs one name, not the roster.
    sink.begin();
    RowsVisitor repairing{sink, Encoding::repaired, arena};
    if (!json::walk(json::sanitized(rows), 3 * kMaxRosterBytes, repairing)) error.reset();
    is_array = repairing.is_array;
  }
  if (error) {
    return RosterError{arena.filled("the rows are not JSON (% at byte %)",
                                    {json::name(error->fault), decimal(error->offset)})};
  }
  if (!is_array) return RosterError{"the rows are no JSON array"};
  return std::nullopt;
}

void read_listed_rows(std::string_view setting, RosterRowSink& sink) {
  for (std::size_t service = 0; service < kServices.size(); ++service) sink.has_column(service);
  while (!setting.empty()) {
    auto account = ascii::next_piece(setting, ',');
    if (account.empty()) continue;
    RosterRow row{.username = {ascii::next_piece(account, '='), Cell::Kind::text}};
    account = account.empty() ? row.username.text : ascii::trimmed(account);
    const auto colon = std::min(account.find(':'), account.size());
    const auto service =
        colon < account.size() ? service_named(account.substr(0, colon)) : std::nullopt;
    if (service) account.remove_prefix(colon + 1);
    row.accounts[service.value_or(0)] = {ascii::trimmed(account), Cell::Kind::text};
    sink.row(row);
  }
}

}  // namespace user_listens
