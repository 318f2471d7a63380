const resolved = Promise.resolve();

/** Runs work in the next microtask. Unlike `queueMicrotask`, it works while a test replaces the functions of the global object. */
export function runInMicrotask(work: () => unknown): void {
  void resolved.then(work);
}
