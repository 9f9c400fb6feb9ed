#include "timeline.h"

#include <utility>

namespace user_listens::simulation {

TaskId Timeline::spawn(Task<> task) {
  if (free_slots_.empty()) {
    free_slots_.push_back(slots_.size());
    slots_.emplace_back();
  }
  const std::size_t slot = free_slots_.back();
  free_slots_.pop_back();
  slots_[slot].task = std::move(task);
  const TaskId id{slot, slots_[slot].generation};
  wake(slots_[slot].task.handle(), id, now_);
  return id;
}

void Timeline::kill(TaskId id) {
  if (slots_[id.slot].generation != id.generation) return;
  ++slots_[id.slot].generation;
  free_slots_.push_back(id.slot);
  // Last: a destructor in it may spawn.
  const Task<> ended = std::exchange(slots_[id.slot].task, Task<>{});
}

void Timeline::run_until(UnixMillis end) {
  while (!is_stopped_ && !queue_.empty() && queue_.top().time < end) {
    const Event event = queue_.top();
    queue_.pop();
    resume(event);
  }
}

void Timeline::wake(std::coroutine_handle<> sleeper, TaskId task, UnixMillis time) {
  queue_.push({time, events_++, sleeper, task});
}

void Timeline::resume(const Event& event) {
  // Killed while it slept.
  if (slots_[event.task.slot].generation != event.task.generation) return;
  now_ = event.time;
  running_ = event.task;
  event.sleeper.resume();
  if (slots_[event.task.slot].task.handle().done()) kill(event.task);
}

}  // namespace user_listens::simulation
