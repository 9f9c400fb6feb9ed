#include "base/utf8.h"

#include <cstdint>

namespace user_listens::utf8 {
namespace {

// What may follow a lead byte: how many continuation bytes, and the narrower
// range of the first of them (Unicode table 3-7).
struct Lead {
  std::uint8_t trail;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
};

Lead lead_of(unsigned char byte) {
  if (within(byte, 0xC2, 0xDF)) return {1};
  if (byte == 0xE0) return {2, 0xA0, 0xBF};
  if (byte == 0xED) return {2, 0x80, 0x9F};
  if (within(byte, 0xE1, 0xEF)) return {2};
  if (byte == 0xF0) return {3, 0x90, 0xBF};
  if (within(byte, 0xF1, 0xF3)) return {3};
  if (byte == 0xF4) return {3, 0x80, 0x8F};
  return {0};
}

}  // namespace

Step step(std::string_view text) {
  const auto byte_at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (byte_at(0) < 0x80) return {1, true};
  const Lead lead = lead_of(byte_at(0));
  if (lead.trail == 0) return {1, false};
  for (std::size_t i = 1; i <= lead.trail; ++i) {
    if (i == text.size()) return {i, false};
    const bool fits =
        i == 1 ? within(byte_at(i), lead.low, lead.high) : within(byte_at(i), 0x80, 0xBF);
    if (!fits) return {i, false};
  }
  return {lead.trail + std::size_t{1}, true};
}

Next next(std::string_view text) {
  const auto [bytes, well_formed] = step(text);
  if (!well_formed) return {0xFFFD, bytes};
  // Of a lead byte, what the ones in front leave.
  unsigned character = static_cast<unsigned char>(text.front());
  if (bytes > 1) character &= 0xFFU >> (bytes + 1);
  for (std::size_t i = 1; i < bytes; ++i) {
    character = character << 6 | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  return {character, bytes};
}

bool is_well_formed(std::string_view text) {
  while (!text.empty()) {
    const auto [bytes, well_formed] = step(text);
    if (!well_formed) return false;
    text.remove_prefix(bytes);
  }
  return true;
}

std::string sanitized(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto [bytes, well_formed] = step(text);
    out += well_formed ? text.substr(0, bytes) : kReplacement;
    text.remove_prefix(bytes);
  }
  return out;
}

void append(std::string& out, unsigned character) {
  if (character < 0x80) {
    out += static_cast<char>(character);
    return;
  }
  unsigned trail = character < 0x800 ? 1 : character < 0x10000 ? 2 : 3;
  // A lead byte has as many ones in front as the character has bytes.
  out += static_cast<char>(0xFF00U >> (trail + 1) | character >> 6 * trail);
  while (trail-- > 0) out += static_cast<char>(0x80U | (character >> 6 * trail & 0x3FU));
}

std::size_t count(std::string_view text) {
  std::size_t characters = 0;
  for (; !text.empty(); ++characters) text.remove_prefix(step(text).bytes);
  return characters;
}

std::string_view cut(std::string_view text, std::size_t max_bytes, Arena& arena) {
  if (text.size() <= max_bytes) return text;
  std::size_t kept = 0;
  while (true) {
    const std::size_t next = kept + step(text.substr(kept)).bytes;
    if (next + kEllipsis.size() > max_bytes) break;
    kept = next;
  }
  return arena.joined({text.substr(0, kept), kEllipsis});
}

std::string_view cut_to_characters(std::string_view text, std::size_t max_characters,
                                   Arena& arena) {
  std::size_t at = 0, kept = 0;
  for (std::size_t characters = 0; at < text.size(); ++characters) {
    if (characters == max_characters) return arena.joined({text.substr(0, kept), kEllipsis});
    if (characters < max_characters - 1) kept = at + step(text.substr(at)).bytes;
    at += step(text.substr(at)).bytes;
  }
  return text;
}

}  // namespace user_listens::utf8
