import type { Experiment } from './definition/experiment.ts';
import { createReport } from './report/create-report.ts';
import type { ExperimentReport } from './report/experiment-report.ts';
import { findWorseGuardrail } from './report/find-worse-guardrail.ts';
import type { Stops } from './stops.ts';
import type { ExperimentStore } from './store/experiment-store.ts';

interface AnalysisParts {
  readonly store: ExperimentStore;
  readonly stops: Stops;
  /** Stores what is still in memory. */
  readonly flush: () => Promise<void>;
  readonly alpha: number;
  readonly tuning: number;
}

/** Compares variants, and stops experiments whose guardrails are worse. */
export class Analysis {
  readonly #parts: AnalysisParts;
  /** The experiments with guardrails of which something new was counted. */
  readonly #due = new Set<Experiment>();

  constructor(parts: AnalysisParts) {
    this.#parts = parts;
  }

  /** Makes the next `update` check the guardrails of an experiment. */
  request(experiment: Experiment): void {
    if (experiment.hasGuardrail) this.#due.add(experiment);
  }

  /** Stores what was recorded, takes over the stops of other processes, and checks guardrails. @throws the error of the store. */
  async update(): Promise<void> {
    await this.#parts.flush();
    await this.#parts.stops.sync();
    for (const experiment of this.#due) {
      if (this.#mayStop(experiment)) await this.#look(experiment);
      this.#due.delete(experiment);
    }
  }

  /** @throws the error of the store. */
  async report(experiment: Experiment): Promise<ExperimentReport> {
    await this.#parts.flush();
    await this.#parts.stops.sync();
    return this.#look(experiment);
  }

  #mayStop(experiment: Experiment): boolean {
    return experiment.isActive && !this.#parts.stops.get(experiment);
  }

  async #look(experiment: Experiment): Promise<ExperimentReport> {
    const { store, stops, alpha, tuning } = this.#parts;
    const summaries = await store.summarise(experiment.name, experiment.seed);
    const create = () => createReport(experiment, summaries, { stop: stops.get(experiment), alpha, tuning });
    const report = create();
    const worse = this.#mayStop(experiment) && findWorseGuardrail(experiment, report);
    if (!worse) return report;
    stops.add(experiment, worse);
    await stops.sync();
    return create();
  }
}
