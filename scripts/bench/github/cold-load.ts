import { fasterBy, type Row, type Table } from '../report.ts';
import { median } from '../rounds.ts';
import { callPerFile } from './call-per-file.ts';
import { provider } from './provider.ts';
import { queries } from './queries.ts';
import { startGitHub } from './repository.ts';
import { requestsOfProvider } from './requests-of-provider.ts';
import type { Access, Strategy } from './strategy.ts';

const latencyMs = 20;
const rounds = 3;
const concurrency = 10;

/** The number of sequential requests to measure: all would take half a minute per round. */
const sampleSize = 50;

interface Candidate {
  readonly create: (access: Access) => Strategy;
  /** The number of prompts to load. The time is extrapolated to all. Default: all. */
  readonly sample?: number;
  /** Whether it only sends the requests of a strategy, and reads no text. */
  readonly isRequestsOnly?: boolean;
}

const candidates: readonly Candidate[] = [
  { create: provider },
  { create: requestsOfProvider, isRequestsOnly: true },
  { create: (access) => queries(access, { concurrency }) },
  { create: (access) => callPerFile(access, { concurrency }) },
  { create: (access) => callPerFile(access, { concurrency: 1 }), sample: sampleSize },
];

/**
 * Measures the first load of 1,000 prompts over a network with latency. The time of the server is included, most of all that
 * for packing the archive: the row with the requests alone is the part that no client can save. It takes three round trips one
 * after the other; queries take one, but ten requests of the rate limit.
 */
export async function gitHubColdLoad(): Promise<Table> {
  const gitHub = await startGitHub(latencyMs);
  const times = new Map<string, number[]>();
  // In alternation, so that a busy moment of the machine affects all of them.
  for (let round = 0; round < rounds; round += 1) {
    for (const { create, sample, isRequestsOnly = false } of candidates) {
      const access = gitHub.access();
      const paths = access.paths.slice(0, sample);
      const strategy = create({ ...access, paths });
      const started = performance.now();
      await strategy.load();
      const milliseconds = ((performance.now() - started) * access.paths.length) / paths.length;
      if (!isRequestsOnly) gitHub.check(strategy, paths);
      await strategy.close();
      const what = sample === undefined ? strategy.what : `${strategy.what} (extrapolated from ${sample} prompts)`;
      times.set(what, [...(times.get(what) ?? []), milliseconds]);
    }
  }
  await gitHub.close();
  return {
    title: `First load of 1,000 prompts from a GitHub repository, ${latencyMs} ms per request (${gitHub.kind})`,
    rows: toRows([...times].map(([what, values]) => ({ what, milliseconds: median(values) }))),
  };
}

/** @param results Ours first; last the one that our target refers to. */
function toRows(results: readonly { readonly what: string; readonly milliseconds: number }[]): readonly Row[] {
  const ours = results[0]?.milliseconds as number;
  return results.map(({ what, milliseconds }, index) => {
    const target = index === results.length - 1 ? fasterBy(20, ours, milliseconds) : undefined;
    return {
      what,
      measured: `${Math.round(milliseconds).toLocaleString('en')} ms`,
      ratio: `${(milliseconds / ours).toFixed(1)} × @prompts`,
      ...(target && { target }),
    };
  });
}
