import type { Experiment } from '../definition/experiment.ts';
import type { ExperimentStop } from '../store/experiment-store.ts';
import type { ExperimentReport } from './experiment-report.ts';

/** Returns the stop of an experiment if one of its guardrails is significantly worse in a variant than in the control. */
export function findWorseGuardrail(experiment: Experiment, report: ExperimentReport): ExperimentStop | undefined {
  const { name, seed, metrics, control } = experiment;
  for (const [variant, result] of Object.entries(report.variants)) {
    for (const [metric, { guardrail }] of metrics) {
      const { verdict, mean = 0, p = 1 } = result.metrics[metric] ?? {};
      if (!guardrail || verdict !== 'worse') continue;
      const controlMean = report.variants[control.name]?.metrics[metric]?.mean ?? 0;
      const numbers = `${round(mean)}, ${control.name} ${round(controlMean)}, p = ${p.toExponential(1)}`;
      const reason = `${metric} is significantly worse: ${variant} ${numbers}`;
      return { experiment: name, seed, variant, metric, reason, stoppedAtMs: Date.now() };
    }
  }
  return undefined;
}

function round(value: number): string {
  return String(Number(value.toPrecision(4)));
}
