// Runs the benchmarks and compares with other libraries. Fails if a target is missed.
import { usageFlush } from './analytics/usage-flush.ts';
import { usageReads } from './analytics/usage-reads.ts';
import { bundleSize } from './bundle-size.ts';
import { coldReaders } from './cold-readers.ts';
import { coldStart } from './cold-start/cold-start.ts';
import { imports } from './cold-start/imports.ts';
import { composedPrompts } from './compose/composed-prompts.ts';
import { countedReads } from './counted-reads.ts';
import { publishing } from './database/publishing.ts';
import { manyEntries } from './entries/many-entries.ts';
import { assignedReads } from './experiments/assigned-reads.ts';
import { postgresAnnouncements, redisAnnouncements } from './fleet/bus.ts';
import { comparison } from './fleet/comparison.ts';
import { hotReadsOfFleet } from './fleet/hot-reads.ts';
import { restart } from './fleet/restart.ts';
import { sharedLoads } from './fleet/shared-loads.ts';
import { storeTrouble } from './fleet/store-trouble.ts';
import { gitHubColdLoad } from './github/cold-load.ts';
import { gitHubTraffic } from './github/traffic.ts';
import { hostileInput } from './hostile/hostile-input.ts';
import { hotReads } from './hot-reads.ts';
import { httpReads } from './push/http-reads.ts';
import { manyDeliveries } from './push/many-deliveries.ts';
import { notifiedChanges, pushedChanges } from './push/pushed-changes.ts';
import { rendering } from './rendering.ts';
import { printTable, type Row } from './report.ts';
import { weight } from './weight.ts';

const benchmarks = [
  hotReads,
  countedReads,
  usageReads,
  usageFlush,
  assignedReads,
  rendering,
  composedPrompts,
  coldReaders,
  manyEntries,
  gitHubColdLoad,
  gitHubTraffic,
  hostileInput,
  publishing,
  restart,
  storeTrouble,
  hotReadsOfFleet,
  comparison,
  sharedLoads,
  redisAnnouncements,
  postgresAnnouncements,
  pushedChanges,
  notifiedChanges,
  manyDeliveries,
  httpReads,
  coldStart,
  imports,
  weight,
  bundleSize,
];
// Runs only these, as in `pnpm bench hotReads`.
const selected = process.argv.slice(2);

console.log(`Node ${process.version}, ${process.platform} ${process.arch}`);
const missed: Row[] = [];
for (const benchmark of benchmarks) {
  if (selected.length > 0 && !selected.includes(benchmark.name)) continue;
  missed.push(...printTable(await benchmark()));
}

console.log(missed.length === 0 ? '\nAll targets are met.' : `\nMissed targets: ${missed.length}`);
for (const { what, measured, target } of missed) console.log(`- ${what}: ${measured}; target ${target?.text}`);
process.exitCode = missed.length === 0 ? 0 : 1;
