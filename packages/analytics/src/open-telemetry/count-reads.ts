import type { TakenReads } from '../counting/read-counter.ts';
import { loadOpenTelemetryApi } from './load-api.ts';
import { attributes, counters, scopeName } from './names.ts';

/**
 * Adds reads to the counter `prompts.reads`, per name, version and state of the prompt.
 * @param reads What `app.takeReads()` returned; each is to be counted once.
 */
export function countReads(reads: readonly TakenReads[]): void {
  // Looked up each time: a meter of the time before the SDK was registered would stay without effect.
  const meter = loadOpenTelemetryApi()?.metrics.getMeter(scopeName);
  const counter = meter?.createCounter(counters.reads.name, counters.reads);
  for (const { prompt, reads: count } of reads) {
    counter?.add(count, {
      [attributes.promptName]: prompt.name,
      [attributes.promptVersion]: prompt.version,
      [attributes.state]: prompt.state,
    });
  }
}
