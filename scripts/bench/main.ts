// Measures what is promised in numbers, beside other libraries. Fails when a target is missed.
import { bundleSize } from './bundle-size.ts';
import { coldReaders } from './cold-readers.ts';
import { publishing } from './database/publishing.ts';
import { postgresAnnouncements, redisAnnouncements } from './fleet/bus.ts';
import { comparison } from './fleet/comparison.ts';
import { hotReadsOfFleet } from './fleet/hot-reads.ts';
import { oneAsksForAll } from './fleet/one-asks.ts';
import { restart } from './fleet/restart.ts';
import { storeTrouble } from './fleet/store-trouble.ts';
import { gitHubColdLoad } from './github/cold-load.ts';
import { gitHubTraffic } from './github/traffic.ts';
import { hotReads } from './hot-reads.ts';
import { rendering } from './rendering.ts';
import { printTable, type Row } from './report.ts';
import { weight } from './weight.ts';

const topics = [
  hotReads,
  rendering,
  coldReaders,
  gitHubColdLoad,
  gitHubTraffic,
  publishing,
  restart,
  storeTrouble,
  hotReadsOfFleet,
  comparison,
  oneAsksForAll,
  redisAnnouncements,
  postgresAnnouncements,
  weight,
  bundleSize,
];
// Given names: `pnpm bench hotReads`.
const wanted = process.argv.slice(2);

console.log(`Node ${process.version}, ${process.platform} ${process.arch}`);
const missed: Row[] = [];
for (const topic of topics) {
  if (wanted.length > 0 && !wanted.includes(topic.name)) continue;
  missed.push(...printTable(await topic()));
}

console.log(missed.length === 0 ? '\nevery target is met' : `\n${missed.length} missed:`);
for (const { what, measured, target } of missed) console.log(`- ${what}: ${measured}; target ${target?.text}`);
process.exitCode = missed.length === 0 ? 0 : 1;
