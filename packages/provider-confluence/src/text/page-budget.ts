import { confluenceError } from '../confluence-error.ts';

/** Enough for 50 nested macros, and few enough not to overflow the stack. */
const maxDepth = 250;

/** A long handbook has a tenth of that. Converting more would block the process for seconds. */
const maxNodes = 100_000;

/** The sum of the depths of all nodes. Deep lists and quotes repeat their indentation in every line. */
const maxTotalDepth = 1_000_000;

/** Limits the work that one page can cause. */
export class PageBudget {
  #nodes = 0;
  #totalDepth = 0;

  /**
   * Counts one node.
   * @param depth The number of nodes around it.
   * @throws `CONTENT_INVALID` if the page is too large or nested too deeply.
   */
  spend(depth: number): void {
    this.#nodes += 1;
    this.#totalDepth += depth;
    if (depth > maxDepth)
      throw confluenceError('CONTENT_INVALID', `it is nested more than ${maxDepth} levels deep: simplify the page`);
    if (this.#nodes > maxNodes || this.#totalDepth > maxTotalDepth) {
      throw confluenceError(
        'CONTENT_INVALID',
        `it has more than ${maxNodes} elements, or too many deeply nested ones: split the page`,
      );
    }
  }
}
