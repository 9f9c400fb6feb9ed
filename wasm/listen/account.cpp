#include "listen/account.h"

namespace user_listens {

void write_account_fields(json::Writer& out, const Account& account) {
  for (const auto& [name, text] : kAccountTexts) out.field(name, account.*text);
}

std::string_view identity(const Account& account, Arena& arena) {
  return arena.joined({account.source, "\n", account.username});
}

}  // namespace user_listens
