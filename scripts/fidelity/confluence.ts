// Prints how much of the text of Confluence pages arrives, and whether markdown that became pages comes back. In a terminal:
// `pnpm exec node --conditions=@prompts/source scripts/fidelity/confluence.ts [folder]`.

import { noSharedData, sharedData } from '../test/shared-data.ts';
import { measureConfluence } from './measure-confluence.ts';
import { findRoundTrips, measureRoundTrips } from './measure-round-trip.ts';

const folder = process.argv[2] ?? sharedData('confluence');
if (folder === undefined) throw new Error(noSharedData);

const rows = await measureConfluence(folder);
console.table(
  rows.map(({ page, format, recall, precision, codeBlocks, missing, extra }) => ({
    page,
    format,
    recall: recall.toFixed(4),
    precision: precision.toFixed(4),
    code: `${codeBlocks.kept}/${codeBlocks.expected}`,
    missing: missing.slice(0, 6).join(' '),
    extra: extra.slice(0, 6).join(' '),
  })),
);

for (const pairs of findRoundTrips(folder)) {
  const trips = await measureRoundTrips(pairs);
  console.table(
    trips.map(({ name, expected, actual, lost }) => ({
      page: name,
      equal: expected === actual,
      'not comparable': lost ?? '',
    })),
  );
}
