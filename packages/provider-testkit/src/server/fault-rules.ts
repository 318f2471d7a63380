import type { Fault, FaultScope } from './fault.ts';

/** Which fault meets a request: the one that was added last wins. */
export class FaultRules {
  #rules: { readonly fault: Fault; readonly path: string; left: number }[] = [];

  add(fault: Fault, { times = Number.POSITIVE_INFINITY, path = '/' }: FaultScope = {}): void {
    this.#rules.unshift({ fault, path, left: times });
  }

  clear(): void {
    this.#rules = [];
  }

  /** The fault for a request to `path`; counts as one of its `times`. */
  take(path: string): Fault | undefined {
    const rule = this.#rules.find((candidate) => candidate.left > 0 && path.startsWith(candidate.path));
    if (rule === undefined) return undefined;
    rule.left -= 1;
    return rule.fault;
  }
}
