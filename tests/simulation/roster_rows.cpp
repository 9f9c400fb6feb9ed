#include "roster_rows.h"

#include <array>
#include <string>

#include "base/json_writer.h"

namespace user_listens::simulation {
namespace {

// How often a join gives the first row: more often than a roster has room for
// accounts.
constexpr std::size_t kCrossed = 12'500;

struct FlawTraits {
  Flaw flaw;
  std::string_view words;
  Claim of_public;   // what it makes of the row of a public member
  Claim of_private;  // and of a private one
};

constexpr std::array kFlaws{
    FlawTraits{Flaw::none, "no flaw", Claim::shown, Claim::hidden},
    FlawTraits{Flaw::no_private_rows, "no private rows", Claim::shown, Claim::absent},
    FlawTraits{Flaw::no_username, "no column username", Claim::unclear, Claim::unspecified},
    FlawTraits{Flaw::no_account, "no column lastfm_username", Claim::unclear, Claim::hidden},
    FlawTraits{Flaw::no_visibility, "no column profile_visibility", Claim::shown, Claim::shown},
    FlawTraits{Flaw::doubled, "every row twice", Claim::shown, Claim::hidden},
    FlawTraits{Flaw::crossed, "a row thousands of times", Claim::shown, Claim::hidden},
    FlawTraits{Flaw::no_rows, "no rows", Claim::absent, Claim::absent},
    FlawTraits{Flaw::other_words, "other words of visibility", Claim::veiled, Claim::veiled},
    FlawTraits{Flaw::null_name, "usernames NULL", Claim::unclear, Claim::unspecified},
    FlawTraits{Flaw::binary_name, "usernames as BLOBs", Claim::unclear, Claim::unspecified},
    // A private row without a name says that somebody is private, as our own query does.
    FlawTraits{Flaw::blank_name, "usernames blank", Claim::unclear, Claim::absent},
    FlawTraits{Flaw::long_name, "usernames too long", Claim::unclear, Claim::unspecified},
    FlawTraits{Flaw::control_name, "usernames with a control character", Claim::unclear,
               Claim::unspecified},
    FlawTraits{Flaw::surrogate_name, "usernames with a lone surrogate", Claim::unspecified,
               Claim::unspecified},
    FlawTraits{Flaw::null_account, "accounts NULL", Claim::unspecified, Claim::hidden},
    FlawTraits{Flaw::number_account, "accounts as numbers", Claim::shown, Claim::hidden},
    FlawTraits{Flaw::long_account, "accounts too long", Claim::unclear, Claim::hidden},
    FlawTraits{Flaw::control_account, "accounts with a control character", Claim::unclear,
               Claim::hidden},
};
static_assert(kFlaws.size() == static_cast<std::size_t>(Flaw::last));

const FlawTraits& traits_of(Flaw flaw) { return kFlaws.at(static_cast<std::size_t>(flaw)); }

void write_username(json::Writer& rows, const std::string& name, Flaw flaw) {
  switch (flaw) {
    case Flaw::no_username:
      return rows.field("user_name", name);
    case Flaw::null_name:
      return rows.null_field("username");
    case Flaw::binary_name:
      return rows.raw_field("username", "[109,49]");
    case Flaw::blank_name:
      return rows.field("username", "  ");
    case Flaw::long_name:
      return rows.field("username", name + std::string(300, 'x'));
    case Flaw::control_name:
      return rows.field("username", "m\x01" + name.substr(1));
    case Flaw::surrogate_name:
      return rows.raw_field("username", R"("m\ud800)" + name.substr(1) + '"');
    default:
      return rows.field("username", name);
  }
}

void write_account(json::Writer& rows, Account account, Flaw flaw) {
  const std::string name = account_name(account);
  switch (flaw) {
    case Flaw::no_account:
      return rows.field("last_fm", name);
    case Flaw::null_account:
      return rows.null_field("lastfm_username");
    case Flaw::number_account:
      return rows.raw_field("lastfm_username", account_name({account.member, kNumberInstead}));
    case Flaw::long_account:
      return rows.field("lastfm_username", name + std::string(300, 'x'));
    case Flaw::control_account:
      return rows.field("lastfm_username", "a\x02" + name.substr(1));
    default:
      return rows.field("lastfm_username", name);
  }
}

std::string row_of(const Person& person, std::size_t member, Flaw flaw) {
  json::Writer out;
  {
    const auto row = out.object();
    write_username(out, member_name(member), flaw);
    write_account(out, person.account, flaw);
    const bool is_public = person.standing == Standing::public_member;
    const auto* word = is_public ? "public" : "private";
    if (flaw == Flaw::other_words) word = is_public ? "everyone" : "nobody";
    if (flaw != Flaw::no_visibility) out.field("profile_visibility", word);
  }
  return out.take();
}

std::size_t copies_of_row(Flaw flaw, bool is_first) {
  if (flaw == Flaw::crossed) return is_first ? kCrossed : 3;
  return flaw == Flaw::doubled ? 2 : 1;
}

// No row is understood as public, and not all as private: nothing is erased but
// those who are understood as private.
void spare_the_rest(RosterCopy& copy, const People& people) {
  for (std::size_t i = 0; i < kMaxMembers; ++i) {
    Claim& claim = copy.claims.at(i);
    if (claim == Claim::hidden || claim == Claim::unspecified) continue;
    // Nobody minds if the row of a private member is understood after all.
    const bool is_private = people.at(i).standing == Standing::private_member;
    claim = is_private ? Claim::unspecified : Claim::unclear;
  }
}

bool is_broken(const RosterCopy& copy, bool has_rows) {
  const auto has = [&](auto... claims) {
    return std::any_of(copy.claims.begin(), copy.claims.end(),
                       [&](Claim claim) { return ((claim == claims) || ...); });
  };
  if (!has_rows) return true;
  return !has(Claim::shown) && has(Claim::veiled, Claim::unclear, Claim::unspecified);
}

}  // namespace

std::string_view in_words(Flaw flaw) { return traits_of(flaw).words; }

RosterCopy copy_of(const People& people, Flaw flaw, Members concerned) {
  RosterCopy copy{.rows = "[", .setting = {}, .is_flawed = flaw > Flaw::no_private_rows};
  for (std::size_t i = 0; i < kMaxMembers; ++i) {
    const Person& person = people.at(i);
    if (person.standing == Standing::absent) continue;
    const bool is_private = person.standing == Standing::private_member;
    const Flaw own = is_of_values(flaw) && !concerned.test(i) ? Flaw::none : flaw;
    const Claim claim = is_private ? traits_of(own).of_private : traits_of(own).of_public;
    copy.claims.at(i) = claim;
    const bool names_member =
        own < Flaw::null_name ? own != Flaw::no_username : own >= Flaw::null_account;
    if (!names_member) copy.clues.at(i) = person.account;
    if (claim == Claim::shown) {
      copy.accounts.at(i) = person.account;
      if (own == Flaw::number_account) copy.accounts.at(i)->change = kNumberInstead;
    }
    if (own == Flaw::no_rows || (own == Flaw::no_private_rows && is_private)) continue;
    const std::string row = row_of(person, i, own);
    const std::size_t copies = copies_of_row(flaw, copy.rows.size() == 1);
    for (std::size_t n = 0; n < copies; ++n) copy.rows.append(row).append(",");
  }
  const bool has_rows = copy.rows.size() > 1;
  if (has_rows) copy.rows.pop_back();
  copy.rows += "]";
  if (is_broken(copy, has_rows)) spare_the_rest(copy, people);
  return copy;
}

}  // namespace user_listens::simulation
