#include "boundary/facts.h"

#include <string>

#include "base/json_sanitizing.h"
#include "base/json_writer.h"
#include "base/log.h"

namespace user_listens::boundary {
namespace {

constexpr char kRecordSeparator = '\x1E';

// An error's text may hold half a character of UTF-16, which costs that character.
json::Facts read(std::string_view text) {
  auto facts = json::Facts::read(text);
  if (!facts && json::is_in_string(facts.error().fault)) {
    facts = json::Facts::read(json::sanitized(text));
  }
  if (!facts) __builtin_trap();
  return std::move(facts).value();
}

}  // namespace

json::Facts facts_of(Parts parts) {
  const auto text = part(parts, 0);
  if (!text) __builtin_trap();
  return read(text->substr(0, text->find(kRecordSeparator)));
}

// As they were told.
static std::string_view worker_text_of(Parts parts) {
  const auto text = part(parts, 0);
  if (!text) __builtin_trap();
  return text->substr(text->find(kRecordSeparator) + 1);
}

json::Facts worker_facts_of(Parts parts) { return read(worker_text_of(parts)); }

struct KnownWorker::Known {
  explicit Known(Parts parts) : text(worker_text_of(parts)), worker(parts, arena) {}

  std::string text;
  Arena arena;
  Worker worker;
};

std::shared_ptr<const Worker> KnownWorker::of(Parts parts) {
  if (!known_ || known_->text != worker_text_of(parts)) {
    known_.reset();
    known_ = std::make_shared<Known>(parts);
  }
  return {known_, &known_->worker};
}

std::optional<std::string_view> part(Parts parts, std::size_t position) {
  return position < parts.size() ? parts[position] : std::nullopt;
}

UnixMillis time_of(const json::Facts& facts, std::string_view name) {
  const auto ms = facts.integer(name);
  if (!ms) __builtin_trap();
  return unix_millis(*ms);
}

Deployment deployment_of(const json::Facts& facts) {
  Deployment deployment{.id = facts.text_or_empty("deployment.id"), .deployed_at = {}};
  if (const auto timestamp = facts.text("deployment.timestamp")) {
    deployment.deployed_at = parse_iso8601(*timestamp);
  }
  return deployment;
}

Stored stored_of(const json::Facts& facts, std::string_view path,
                 std::optional<std::string_view> value) {
  Arena arena;
  Stored stored{.value = value,
                .seal = read_seal(facts, arena.filled("%.metadata.", {path})),
                .error = facts.text(arena.filled("%.error", {path}))};
  const auto bytes = facts.integer(arena.filled("%.tooLarge", {path}));
  if (bytes) stored.oversize = static_cast<std::size_t>(*bytes);
  return stored;
}

}  // namespace user_listens::boundary
