#include "base/ranking.h"

#include <algorithm>

namespace user_listens {

// On a heap: a third of the code of std::sort.
void sort(std::span<Rank> ranks) {
  std::make_heap(ranks.begin(), ranks.end());
  std::sort_heap(ranks.begin(), ranks.end());
}

}  // namespace user_listens
