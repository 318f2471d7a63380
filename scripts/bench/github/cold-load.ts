import { fasterBy, type Row, type Table } from '../report.ts';
import { median } from '../rounds.ts';
import { callPerFile } from './call-per-file.ts';
import { provider } from './provider.ts';
import { queries } from './queries.ts';
import { startGitHub } from './repository.ts';
import type { Access, Way } from './way.ts';

const latency = 20;
const rounds = 3;
const atOnce = 10;

/** So many calls one by one stand for all, which would take half a minute a round. */
const sample = 50;

interface Candidate {
  readonly make: (access: Access) => Way;
  /** How many of the prompts are read; what that took is scaled up. Default: all. */
  readonly sample?: number;
}

const candidates: readonly Candidate[] = [
  { make: provider },
  { make: (access) => queries(access, { atOnce }) },
  { make: (access) => callPerFile(access, { atOnce }) },
  { make: (access) => callPerFile(access, { atOnce: 1 }), sample },
];

/**
 * A thousand prompts that nobody has loaded yet, with a network between. What the server does counts as well: packing the
 * archive, above all.
 */
export async function gitHubColdLoad(): Promise<Table> {
  const gitHub = await startGitHub(latency);
  const times = new Map<string, number[]>();
  // In turns, so that a busy moment of the machine hits all of them.
  for (let round = 0; round < rounds; round += 1) {
    for (const { make, sample } of candidates) {
      const access = gitHub.access();
      const paths = access.paths.slice(0, sample);
      const way = make({ ...access, paths });
      const started = performance.now();
      await way.load();
      const milliseconds = ((performance.now() - started) * access.paths.length) / paths.length;
      gitHub.check(way, paths);
      await way.close();
      const what = sample === undefined ? way.what : `${way.what} (${sample} measured, scaled up)`;
      times.set(what, [...(times.get(what) ?? []), milliseconds]);
    }
  }
  await gitHub.close();
  return {
    title: `Cold load of 1,000 prompts of one GitHub repository, ${latency} ms a call (${gitHub.kind})`,
    rows: rowsOf([...times].map(([what, values]) => ({ what, milliseconds: median(values) }))),
  };
}

/** @param results Ours first, the one that we have a target beside last. */
function rowsOf(results: readonly { readonly what: string; readonly milliseconds: number }[]): readonly Row[] {
  const ours = results[0]?.milliseconds as number;
  return results.map(({ what, milliseconds }, index) => {
    const target = index === results.length - 1 ? fasterBy(20, ours, milliseconds, 'we are') : undefined;
    return {
      what,
      measured: `${Math.round(milliseconds).toLocaleString('en')} ms`,
      ratio: `${(milliseconds / ours).toFixed(1)} × ours`,
      ...(target && { target }),
    };
  });
}
