// Prints how much of the text in recorded responses of Notion arrives when pages are read block by block. In a terminal:
// `pnpm exec node --conditions=@prompts/source scripts/fidelity/notion.ts`.

import { measureBlocks } from '../../packages/provider-notion/src/test-support/measure-blocks.ts';
import { recordedPages } from '../../packages/provider-notion/src/test-support/recorded-pages.ts';
import { noSharedData } from '../test/shared-data.ts';

const pages = recordedPages();
if (pages.length === 0) throw new Error(noSharedData);

const rows = await Promise.all(
  pages.map(async ({ name, blocks }) => ({ name, blocks: blocks.length, ...(await measureBlocks(blocks)) })),
);
console.table(
  rows.map(({ name, blocks, recall, missing }) => ({
    recording: name,
    blocks,
    recall: recall.toFixed(4),
    missing: missing.slice(0, 6).join(' '),
  })),
);
console.log(`lowest recall: ${Math.min(...rows.map(({ recall }) => recall)).toFixed(4)}`);
