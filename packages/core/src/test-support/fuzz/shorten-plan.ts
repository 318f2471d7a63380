import { type PlanFailure, runPlan } from './run-plan.ts';
import type { Plan, Step } from './steps.ts';

/** Finds a shorter plan that still fails, by omitting steps. @param maxRuns How many plans it tries at most. */
export async function shortenPlan(plan: Plan, failure: PlanFailure, maxRuns: number): Promise<[Plan, PlanFailure]> {
  let steps: readonly Step[] = plan.steps.slice(0, failure.stepIndex + 1);
  let last = failure;
  let runs = 0;
  for (
    let size = Math.ceil(steps.length / 2);
    size >= 1 && runs < maxRuns;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let start = steps.length - size; start > -size && runs < maxRuns; start -= size) {
      const shorter = steps.filter((_, index) => index < start || index >= start + size);
      const found = await runPlan({ ...plan, steps: shorter });
      runs += 1;
      if (!found) continue;
      steps = shorter.slice(0, found.stepIndex + 1);
      last = found;
    }
  }
  return [{ ...plan, steps }, last];
}
