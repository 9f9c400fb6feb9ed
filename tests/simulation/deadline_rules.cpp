#include "deadline_rules.h"

namespace user_listens::simulation {

Finding judge_deadline(const Run& run) {
  const Document* before = run.first_snapshot.meaning();
  if (before == nullptr || !before->origin) return std::nullopt;
  const Members again = run.cut & before->origin->cut;
  const Members favoured = run.heard & before->origin->heard;
  if (again.none() || favoured.none()) return std::nullopt;
  return Violation{Invariant::asked_with_reason, "cuts off " + member_names(again) +
                                                     " twice in a row, and hears the same others"};
}

}  // namespace user_listens::simulation
