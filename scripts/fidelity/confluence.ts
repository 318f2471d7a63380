// Prints how much of the text of Confluence pages arrives: `pnpm exec node --conditions=@prompts/source scripts/fidelity/confluence.ts [folder]`.

import { noSharedData, sharedData } from '../test/shared-data.ts';
import { measureConfluence } from './measure-confluence.ts';

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
