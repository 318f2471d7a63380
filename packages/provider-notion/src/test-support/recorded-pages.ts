import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { BlockObjectResponse } from '@notionhq/client';
import { parse } from 'yaml';
import { sharedData } from '../../../../scripts/test/shared-data.ts';
import type { Block } from '../blocks/block-tree.ts';

/** The blocks of all responses in one recording. */
export interface RecordedPage {
  readonly name: string;
  readonly blocks: readonly Block[];
}

interface Recording {
  readonly interactions?: readonly {
    readonly response: { readonly body?: { readonly string?: string }; readonly content?: string };
  }[];
}

/** Reads the recordings that contain blocks. @returns An empty list if the shared test data is not available. */
export function recordedPages(): RecordedPage[] {
  const folder = sharedData('notion');
  if (folder === undefined) return [];
  const folders = ['cassettes', 'ultimate'].map((name) => join(folder, name)).filter((path) => existsSync(path));
  const files = folders.flatMap((path) => readdirSync(path).map((name) => join(path, name)));
  const recordings = files
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => ({ name: basename(file, '.yaml'), blocks: readBlocks(readFileSync(file, 'utf8')) }));
  return recordings.filter(({ blocks }) => blocks.length > 0);
}

function readBlocks(yaml: string): Block[] {
  const { interactions = [] } = (parse(yaml) ?? {}) as Recording;
  const found = new Map<string, BlockObjectResponse>();
  for (const { response } of interactions) {
    for (const block of blocksIn(parseJson(response.body?.string ?? response.content))) found.set(block.id, block);
  }
  const nest = (parentId: string | undefined): Block[] =>
    [...found.values()]
      .filter(({ parent }) => parentOf(parent, found) === parentId)
      .map((block) => ({ block, children: nest(block.id) }));
  return nest(undefined);
}

/** Returns the id of the parent block, if it was recorded. */
function parentOf(parent: BlockObjectResponse['parent'], found: ReadonlyMap<string, unknown>): string | undefined {
  const id = parent?.type === 'block_id' ? parent.block_id : undefined;
  return id !== undefined && found.has(id) ? id : undefined;
}

function* blocksIn(value: unknown): Generator<BlockObjectResponse> {
  if (typeof value !== 'object' || value === null) return;
  if ('object' in value && value.object === 'block' && 'type' in value) yield value as BlockObjectResponse;
  for (const inner of Object.values(value)) yield* blocksIn(inner);
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
