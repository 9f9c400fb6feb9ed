#include "listen/account.h"

#include <algorithm>
#include <string>

#include "base/ascii.h"

namespace user_listens {

void write_account_fields(json::Writer& out, const Account& account) {
  for (const auto& [name, text] : kAccountTexts) out.field(name, account.*text);
}

std::string_view account_key(std::string_view source, std::string_view name, Arena& arena) {
  std::string lowered{name};
  std::transform(lowered.begin(), lowered.end(), lowered.begin(), ascii::lower);
  return arena.joined({source, "\n", lowered});
}

}  // namespace user_listens
