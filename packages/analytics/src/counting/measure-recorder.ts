import { PromptError } from '@prompts/core';
import type { RecordOptions } from '../usage.ts';
import { hourOf, type ReadCounter, type ReadCounterParts } from './read-counter.ts';
import { other } from './usage-entry.ts';

/** How many names of measures there may be. What varies belongs into a dimension. */
const maxNames = 1000;
const maxNameLength = 255;

/** Sums of such values stay within the range of all databases. */
const maxValue = 1e290;

/** Asking core which prompts are served takes longer the more there are. This short, it may happen for each call. */
const cheapMs = 0.1;
/** Otherwise, the share of time that it may take. */
const maxShare = 0.02;

/** Adds measures to the counts of prompts. */
export class MeasureRecorder {
  readonly #reads: ReadCounter;
  readonly #parts: ReadCounterParts;
  readonly #names = new Set<string>();
  /** How long the last collections took. One may have been interrupted. */
  #durationsMs: readonly number[] = [0, 0, 0];
  #collectAgainAt = -Infinity;

  constructor(reads: ReadCounter, parts: ReadCounterParts) {
    this.#reads = reads;
    this.#parts = parts;
  }

  /** @throws `CONFIG_INVALID` with all mistakes; `PROMPT_UNKNOWN`. */
  record(prompt: string, measures: Readonly<Record<string, number>>, options: RecordOptions = {}): void {
    const entries = this.#parse(prompt, measures, options);
    if (!this.#reads.isKnown(prompt)) {
      throw new PromptError('PROMPT_UNKNOWN', `usage.record() got '${prompt}', which is not configured`, { prompt });
    }
    const { tally, served, now } = this.#parts;
    this.#findServed();
    const current = served.get(prompt);
    const { version = current?.version ?? other, context } = options;
    const atMs = now();
    const hour = hourOf(atMs);
    const state = current?.version === version ? current.state : 'fresh';
    const place = { hour, prompt, version, state, dimensions: this.#reads.valuesIn(context, hour) };
    if (entries.length > 0) tally.addMeasures(place, entries, atMs);
  }

  /** Finds out which versions are served now, unless that would be asked too often. */
  #findServed(): void {
    const startedAt = performance.now();
    if (startedAt < this.#collectAgainAt) return;
    this.#reads.collect();
    const endedAt = performance.now();
    this.#durationsMs = [...this.#durationsMs.slice(1), endedAt - startedAt];
    const durationMs = Math.min(...this.#durationsMs);
    if (durationMs > cheapMs) this.#collectAgainAt = endedAt + durationMs / maxShare;
  }

  /** Callers that are not checked by TypeScript may pass any values. */
  #parse(prompt: unknown, measures: unknown, options: unknown): (readonly [string, number])[] {
    const issues: { path: string; message: string }[] = [];
    if (typeof prompt !== 'string' || prompt === '')
      issues.push({ path: 'prompt', message: 'must be the name of a prompt' });
    const { version } = Object(options) as { version?: unknown };
    if (version !== undefined && (typeof version !== 'string' || version === '')) {
      issues.push({ path: 'version', message: 'must be a text' });
    }
    if (typeof measures !== 'object' || measures === null || Array.isArray(measures)) {
      issues.push({ path: 'measures', message: 'must be an object of numbers' });
    }
    const entries = Object.entries(Object(measures) as Record<string, unknown>);
    for (const [name, value] of entries) {
      const message = checkName(name) ?? checkValue(value);
      if (message !== undefined) issues.push({ path: `measures.${name.slice(0, maxNameLength)}`, message });
    }
    if (issues.length === 0) issues.push(...this.#addNames(entries.map(([name]) => name)));
    if (issues.length === 0) return entries as [string, number][];
    const list = issues.map(({ path, message }) => `${path} ${message}`).join('; ');
    throw new PromptError('CONFIG_INVALID', `the arguments of usage.record(): ${list}`, { issues });
  }

  #addNames(names: readonly string[]): { path: string; message: string }[] {
    const added = names.filter((name) => !this.#names.has(name));
    if (this.#names.size + added.length > maxNames) {
      return [
        { path: 'measures', message: `have more than ${maxNames} different names: use a dimension for what varies` },
      ];
    }
    for (const name of added) this.#names.add(name);
    return [];
  }
}

function checkName(name: string): string | undefined {
  if (name !== '' && name.length <= maxNameLength) return undefined;
  return `must have a name of 1 to ${maxNameLength} characters`;
}

function checkValue(value: unknown): string | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'must be a finite number';
  return Math.abs(value) > maxValue ? `must be at most ${maxValue}` : undefined;
}
