import type { Fault, FaultScope } from './fault.ts';

/** The faults that apply to requests. The one added last takes precedence. */
export class FaultRules {
  #rules: { readonly fault: Fault; readonly path: string; timesLeft: number }[] = [];

  add(fault: Fault, { times = Number.POSITIVE_INFINITY, path = '/' }: FaultScope = {}): void {
    this.#rules.unshift({ fault, path, timesLeft: times });
  }

  clear(): void {
    this.#rules = [];
  }

  /** Returns the fault for a request to `path`, and counts the request. Undefined if none applies. */
  take(path: string): Fault | undefined {
    const rule = this.#rules.find((candidate) => candidate.timesLeft > 0 && path.startsWith(candidate.path));
    if (rule === undefined) return undefined;
    rule.timesLeft -= 1;
    return rule.fault;
  }
}
