/** Runs one piece of work after the other. */
export class Queue {
  #last: Promise<unknown> = Promise.resolve();

  /** @returns The result of `work`, which begins when all work before it is over. */
  run<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => {});
    return result;
  }
}
