// What workerd's scheduler has and the browsers' has not.
interface Scheduler {
  wait(ms: number): Promise<void>;
}
