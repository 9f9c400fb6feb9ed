#include "exchange.h"

#include <cstddef>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "boundary/session.h"

namespace user_listens::exchange {
namespace {

constexpr std::uint32_t kAbsent = 0xFFFFFFFF;

struct Span {
  std::uint32_t at;
  std::uint32_t length;
};

// The input and the output of one call. Each call writes them before it reads
// them, so nothing of one call is seen by another. A refresh lasts, and what is known
// of the Worker.
struct State {
  std::vector<char> input;
  boundary::Output output;
  std::vector<std::uint32_t> table;
  boundary::KnownWorker worker;
  std::optional<boundary::RefreshSession> refresh;
};

State& state() {
  static State state;
  return state;
}

std::uint32_t address_of(const void* pointer) {
  return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(pointer));
}

std::vector<std::optional<std::string_view>> parts_of(const char* input, std::uint32_t count) {
  std::vector<std::optional<std::string_view>> parts(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    Span span{};
    std::memcpy(&span, input + i * sizeof span, sizeof span);
    if (span.length != kAbsent) parts[i] = std::string_view{input + span.at, span.length};
  }
  return parts;
}

}  // namespace

char* input(std::uint32_t size) {
  // Freed before it is allocated anew, so that memory never holds both.
  State& own = state();
  own.output = {};
  own.input = {};
  own.input.resize(size);
  return own.input.data();
}

namespace {

const std::uint32_t* give(boundary::Output output) {
  State& own = state();
  own.output = std::move(output);
  own.table = {static_cast<std::uint32_t>(own.output.size())};
  for (const auto& part : own.output) {
    own.table.push_back(address_of(part.data()));
    own.table.push_back(static_cast<std::uint32_t>(part.size()));
  }
  return own.table.data();
}

}  // namespace

const std::uint32_t* run(boundary::Output (*call)(boundary::Parts), std::uint32_t count) {
  return give(call(parts_of(state().input.data(), count)));
}

const std::uint32_t* run_for_worker(boundary::Output (*call)(boundary::Parts,
                                                             boundary::KnownWorker&),
                                    std::uint32_t count) {
  State& own = state();
  return give(call(parts_of(own.input.data(), count), own.worker));
}

const std::uint32_t* begin_refresh(std::uint32_t count) {
  State& own = state();
  return give(own.refresh.emplace(parts_of(own.input.data(), count), own.worker).begin());
}

const std::uint32_t* step_refresh(std::uint32_t count) {
  State& own = state();
  if (!own.refresh) __builtin_trap();
  const auto events = parts_of(own.input.data(), count).at(0).value_or("");
  auto effects = own.refresh->step(events);
  // What it holds may be megabytes.
  if (own.refresh->is_done()) own.refresh.reset();
  return give(std::move(effects));
}

}  // namespace user_listens::exchange

EXPORT(input) char* input(std::uint32_t size) { return user_listens::exchange::input(size); }
