// How often what happened: a reader of the summary sees how hostile the world
// was, and how much was checked.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace user_listens::simulation {

enum class Count : std::uint8_t {
  refreshes,
  requests,
  repeated_requests,
  lists_checked,
  snapshots_checked,
  replies_checked,
  outlived_copies,
  stood_down,
  plans_checked,
  accounts_left_alone,
  pauses_kept,
  key_trials,
  keys_of_others,
  // The music service.
  service_outages,
  outage_answers,
  failed_answers,
  private_histories,
  contradictions,
  bad_account_answers,
  slow_answers,
  deadlines,
  // KV.
  old_copies,
  late_spreads,
  refused_puts,
  refused_but_landed,
  late_landings,
  failed_gets,
  damaged_values,
  foreign_lists,
  outage_reads,
  hiding_reads_failed,
  hiding_puts_refused,
  // Deployments and the schedule.
  deployments,
  rollbacks,
  version_one_writes,
  stale_runs,
  late_runs,
  double_runs,
  missed_runs,
  silences,
  stalled_runs,
  crashed_runs,
  clocks_behind,
  clocks_ahead,
  instances_ahead,
  schedules_ahead,
  overlaps,
  // The roster.
  roster_changes,
  roster_flaws,
  flawed_rosters,
  failed_rosters,
  lost_rosters,
  last,
};

struct CountName {
  Count count;
  std::string_view words;
};

inline constexpr std::array kCountNames{
    CountName{Count::refreshes, "refreshes"},
    CountName{Count::requests, "requests to the music service"},
    CountName{Count::repeated_requests, "of them repeated within a refresh"},
    CountName{Count::lists_checked, "written lists checked"},
    CountName{Count::snapshots_checked, "written snapshots checked"},
    CountName{Count::replies_checked, "replies checked"},
    CountName{Count::outlived_copies, "replies for which the copy at hand was too old"},
    CountName{Count::stood_down, "refreshes that stood down"},
    CountName{Count::plans_checked, "plans checked"},
    CountName{Count::accounts_left_alone, "accounts left alone for their last answer"},
    CountName{Count::pauses_kept, "refreshes that left the music service alone"},
    CountName{Count::key_trials, "refreshes that tried a refused key once"},
    CountName{Count::keys_of_others, "refreshes that forgot another deployment's refused key"},
    CountName{Count::service_outages, "outages of the music service"},
    CountName{Count::outage_answers, "answers lost to an outage"},
    CountName{Count::failed_answers, "single answers that failed"},
    CountName{Count::private_histories, "answers that a history is private"},
    CountName{Count::contradictions, "answers without tracks that count thousands"},
    CountName{Count::bad_account_answers, "errors of one account while the others are answered"},
    CountName{Count::slow_answers, "answers that took seven seconds or more"},
    CountName{Count::deadlines, "refreshes whose deadline cut somebody off"},
    CountName{Count::old_copies, "KV reads that brought an older copy"},
    CountName{Count::late_spreads, "KV values that took minutes to spread"},
    CountName{Count::refused_puts, "KV puts refused"},
    CountName{Count::refused_but_landed, "KV puts refused that landed all the same"},
    CountName{Count::late_landings, "KV puts that hung and landed later"},
    CountName{Count::failed_gets, "KV reads that failed"},
    CountName{Count::damaged_values, "KV values damaged"},
    CountName{Count::foreign_lists, "lists without a seal that name a newer deployment"},
    CountName{Count::outage_reads, "KV reads lost to an outage at one location"},
    CountName{Count::hiding_reads_failed, "snapshots unreadable just when a member was hidden"},
    CountName{Count::hiding_puts_refused, "snapshots refused just when a member was hidden"},
    CountName{Count::deployments, "deployments"},
    CountName{Count::rollbacks, "rollbacks"},
    CountName{Count::version_one_writes, "writes of version 1"},
    CountName{Count::stale_runs, "refreshes of deployments that are not live"},
    CountName{Count::late_runs, "late refreshes"},
    CountName{Count::double_runs, "refreshes fired twice"},
    CountName{Count::missed_runs, "refreshes that were never fired"},
    CountName{Count::silences, "silences of 40 minutes"},
    CountName{Count::stalled_runs, "refreshes that stalled for minutes"},
    CountName{Count::crashed_runs, "refreshes killed midway"},
    CountName{Count::clocks_behind, "refreshes with a clock one hour back"},
    CountName{Count::clocks_ahead, "refreshes with a clock ahead, by seconds to years"},
    CountName{Count::instances_ahead, "refreshes of an instance with a clock ahead"},
    CountName{Count::schedules_ahead, "wrong clocks with a schedule ahead as well"},
    CountName{Count::overlaps, "members hidden between a slow refresh and a quick one"},
    CountName{Count::roster_changes, "changes of the roster"},
    CountName{Count::roster_flaws, "flaws of ROSTER_SQL or its table"},
    CountName{Count::flawed_rosters, "rosters that were read half"},
    CountName{Count::failed_rosters, "rosters that could not be read"},
    CountName{Count::lost_rosters, "rosters without a row"},
};
static_assert(kCountNames.size() == static_cast<std::size_t>(Count::last));

class Tally {
 public:
  void count(Count what) { ++counts_.at(static_cast<std::size_t>(what)); }
  [[nodiscard]] std::uint64_t of(Count what) const {
    return counts_.at(static_cast<std::size_t>(what));
  }
  void add(const Tally& other) {
    for (std::size_t i = 0; i < counts_.size(); ++i) counts_.at(i) += other.counts_.at(i);
  }

 private:
  std::array<std::uint64_t, static_cast<std::size_t>(Count::last)> counts_{};
};

}  // namespace user_listens::simulation
