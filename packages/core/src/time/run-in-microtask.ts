const resolved = Promise.resolve();

/** Runs work in the next microtask. Unlike `queueMicrotask`, it works while a test replaces the functions of the global object. */
export function runInMicrotask<Result>(work: () => Result | Promise<Result>): Promise<Result> {
  return resolved.then(work);
}
