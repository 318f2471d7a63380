// Prints how much of the text of recorded Google documents arrives on both routes. In a terminal:
// `pnpm exec node --conditions=@prompts/source scripts/fidelity/gdocs.ts [folder]`.

import { noSharedData, sharedData } from '../test/shared-data.ts';
import { measureDocuments } from './measure-gdocs.ts';

const folder = process.argv[2] ?? sharedData('google/docs-json');
if (folder === undefined) throw new Error(noSharedData);

const rows = await measureDocuments(folder);
console.table(
  rows.map(({ document, route, recall, precision, missing, extra }) => ({
    document,
    route,
    recall: recall.toFixed(4),
    precision: precision.toFixed(4),
    missing: missing.slice(0, 6).join(' '),
    extra: extra.slice(0, 6).join(' '),
  })),
);
