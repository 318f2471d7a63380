import type { Row, Table } from '../report.ts';
import { callPerFile } from './call-per-file.ts';
import { provider } from './provider.ts';
import { queries } from './queries.ts';
import { startGitHub, type Traffic } from './repository.ts';

const atOnce = 10;

/** When, and how many calls we promise to make at most. */
const moments = [
  { when: 'cold', mostCalls: 3 },
  { when: 'nothing changed', mostCalls: 1 },
  { when: '3 changed', mostCalls: 6 },
] as const;

/** What it takes to have a thousand prompts, and to keep them as they are in the repository. */
export async function gitHubTraffic(): Promise<Table> {
  const gitHub = await startGitHub(0);
  const traffics: { readonly what: string; readonly traffic: readonly Traffic[] }[] = [];
  for (const make of [provider, queries, callPerFile]) {
    const access = gitHub.access();
    const way = make(access, { atOnce });
    const measure = (work: () => Promise<void>) => gitHub.measure(access.token, work);
    const cold = await measure(way.load);
    const unchanged = await measure(way.refresh);
    gitHub.edit(access.paths.slice(0, 3));
    const changed = await measure(way.refresh);
    gitHub.check(way, access.paths);
    await way.close();
    traffics.push({ what: way.what, traffic: [cold, unchanged, changed] });
  }
  await gitHub.close();
  const rows = moments.flatMap(({ when, mostCalls }, index) => {
    const perFile = traffics.at(-1)?.traffic[index] as Traffic;
    return traffics.map(({ what, traffic }, way): Row => {
      const here = traffic[index] as Traffic;
      const row = describe(`${when}: ${what}`, here, perFile);
      const text = `≤ ${inWords(mostCalls, 'call')}`;
      return way === 0 ? { ...row, target: { text, met: here.calls <= mostCalls } } : row;
    });
  });
  return { title: `What 1,000 prompts of one GitHub repository move (${gitHub.kind})`, rows };
}

function describe(what: string, { calls, bytes, quota }: Traffic, perFile: Traffic): Row {
  const kilobytes = (bytes / 1e3).toLocaleString('en', { maximumFractionDigits: 1 });
  return {
    what,
    measured: `${inWords(calls, 'call')}, ${kilobytes} kB, ${quota.toLocaleString('en')} of the quota`,
    ratio: `${(bytes / perFile.bytes).toFixed(3)} × the bytes of a call for each file`,
  };
}

/** `1 call`, `1,000 calls` */
function inWords(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
