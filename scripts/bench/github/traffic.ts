import type { Row, Table } from '../report.ts';
import { callPerFile } from './call-per-file.ts';
import { provider } from './provider.ts';
import { queries } from './queries.ts';
import { startGitHub, type Traffic } from './repository.ts';

const concurrency = 10;

/** The situations, and our target for the number of requests. */
const situations = [
  { when: 'first load', maxRequests: 3 },
  { when: 'refresh, nothing changed', maxRequests: 1 },
  { when: 'refresh, 3 files changed', maxRequests: 6 },
] as const;

/** Measures the requests that load 1,000 prompts and keep them up to date. */
export async function gitHubTraffic(): Promise<Table> {
  const gitHub = await startGitHub(0);
  const traffics: { readonly what: string; readonly traffic: readonly Traffic[] }[] = [];
  for (const create of [provider, queries, callPerFile]) {
    const access = gitHub.access();
    const strategy = create(access, { concurrency });
    const measure = (work: () => Promise<void>) => gitHub.measure(access.token, work);
    const cold = await measure(strategy.load);
    const unchanged = await measure(strategy.refresh);
    gitHub.edit(access.paths.slice(0, 3));
    const changed = await measure(strategy.refresh);
    gitHub.check(strategy, access.paths);
    await strategy.close();
    traffics.push({ what: strategy.what, traffic: [cold, unchanged, changed] });
  }
  await gitHub.close();
  const rows = situations.flatMap(({ when, maxRequests }, index) => {
    const perFile = traffics.at(-1)?.traffic[index] as Traffic;
    return traffics.map(({ what, traffic }, column): Row => {
      const measured = traffic[index] as Traffic;
      const row = describe(`${when}: ${what}`, measured, perFile);
      const text = `≤ ${formatCount(maxRequests, 'request')}`;
      return column === 0 ? { ...row, target: { text, met: measured.calls <= maxRequests } } : row;
    });
  });
  return { title: `Requests to GitHub for 1,000 prompts of a repository (${gitHub.kind})`, rows };
}

function describe(what: string, { calls, bytes, quota }: Traffic, perFile: Traffic): Row {
  const kilobytes = (bytes / 1e3).toLocaleString('en', { maximumFractionDigits: 1 });
  return {
    what,
    measured: `${formatCount(calls, 'request')}, ${kilobytes} kB, ${quota.toLocaleString('en')} of the rate limit`,
    ratio: `${(bytes / perFile.bytes).toFixed(3)} × the bytes of one request per file`,
  };
}

/** Formats a count, such as `1 request` or `1,000 requests`. */
function formatCount(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
