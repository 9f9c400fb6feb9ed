// Virtual time: an event queue, and the tasks that sleep in it.
//
// Events of the same time come in the order in which they were asked for, so
// the same seed gives the same year.
#pragma once

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <queue>
#include <vector>

#include "base/time.h"
#include "task.h"

namespace user_listens::simulation {

// Names a task that was spawned, also after it has ended.
struct TaskId {
  std::size_t slot = 0;
  std::uint64_t generation = 0;
};

class Timeline {
 public:
  explicit Timeline(UnixMillis begin) : now_(begin) {}

  [[nodiscard]] UnixMillis now() const { return now_; }

  // Runs it from now on, on its own.
  TaskId spawn(Task<> task);

  // Ends the task where it is; nothing when it has ended already. Not for the
  // task that is running.
  void kill(TaskId id);

  void run_until(UnixMillis end);

  // Makes run_until return after the event at hand.
  void stop() { is_stopped_ = true; }

  struct Sleep {
    Timeline& timeline;
    UnixMillis until;
    // A coroutine calls it on the object.
    // NOLINTNEXTLINE(readability-convert-member-functions-to-static)
    [[nodiscard]] bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> sleeper) const {
      timeline.wake(sleeper, timeline.running_, until);
    }
    void await_resume() const {}
  };
  [[nodiscard]] Sleep sleep(Millis duration) { return {*this, now_ + duration}; }
  [[nodiscard]] Sleep sleep_until(UnixMillis time) { return {*this, time < now_ ? now_ : time}; }

 private:
  struct Event {
    UnixMillis time;
    std::uint64_t number;
    std::coroutine_handle<> sleeper;
    TaskId task;
    bool operator>(const Event& other) const {
      return time != other.time ? time > other.time : number > other.number;
    }
  };
  struct Slot {
    Task<> task;
    std::uint64_t generation = 0;
  };

  void wake(std::coroutine_handle<> sleeper, TaskId task, UnixMillis time);
  void resume(const Event& event);

  UnixMillis now_;
  bool is_stopped_ = false;
  TaskId running_;
  std::uint64_t events_ = 0;
  std::priority_queue<Event, std::vector<Event>, std::greater<>> queue_;
  std::vector<Slot> slots_;
  std::vector<std::size_t> free_slots_;
};

}  // namespace user_listens::simulation
