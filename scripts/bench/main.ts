// Measures what is promised in numbers, beside other libraries. Fails when a target is missed.
import { bundleSize } from './bundle-size.ts';
import { coldReaders } from './cold-readers.ts';
import { publishing } from './database/publishing.ts';
import { gitHubColdLoad } from './github/cold-load.ts';
import { gitHubTraffic } from './github/traffic.ts';
import { hotReads } from './hot-reads.ts';
import { rendering } from './rendering.ts';
import { printTable, type Row } from './report.ts';
import { weight } from './weight.ts';

const topics = [hotReads, rendering, coldReaders, gitHubColdLoad, gitHubTraffic, publishing, weight, bundleSize];

console.log(`Node ${process.version}, ${process.platform} ${process.arch}`);
const missed: Row[] = [];
for (const topic of topics) missed.push(...printTable(await topic()));

console.log(missed.length === 0 ? '\nevery target is met' : `\n${missed.length} missed:`);
for (const { what, measured, target } of missed) console.log(`- ${what}: ${measured}; target ${target?.text}`);
process.exitCode = missed.length === 0 ? 0 : 1;
