import { randomUUID } from 'node:crypto';

/** A block to create: its type, its content, and the blocks in it. */
export interface BlockSpec {
  readonly type: string;
  readonly content?: Readonly<Record<string, unknown>>;
  readonly children?: readonly BlockSpec[];
}

/** A block of the fake, as the API returns it, with those in it. */
export interface StoredBlock {
  readonly json: Record<string, unknown> & { readonly id: string; readonly type: string };
  readonly children: readonly StoredBlock[];
}

const annotations = {
  bold: false,
  italic: false,
  strikethrough: false,
  underline: false,
  code: false,
  color: 'default',
};

/** Creates a rich text in parts of at most 2,000 characters, as Notion stores it. */
export function richText(text: string, marks: Partial<typeof annotations> = {}, href: string | null = null): object[] {
  const parts = text.match(/[\s\S]{1,2000}/g) ?? [];
  return parts.map((content) => ({
    type: 'text',
    text: { content, link: href === null ? null : { url: href } },
    annotations: { ...annotations, ...marks },
    plain_text: content,
    href,
  }));
}

export const paragraph = (text: string, children?: readonly BlockSpec[]): BlockSpec => ({
  type: 'paragraph',
  content: { rich_text: richText(text), color: 'default', icon: null },
  ...(children && { children }),
});

export const code = (text: string, language = 'plain text'): BlockSpec => ({
  type: 'code',
  content: { rich_text: richText(text), caption: [], language },
});

/** Creates a block with a new id. */
export function storeBlock({ type, content = {}, children = [] }: BlockSpec, parentId: string): StoredBlock {
  const id = randomUUID();
  const json = {
    object: 'block',
    id,
    parent: { type: 'block_id', block_id: parentId },
    created_time: '2026-01-01T00:00:00.000Z',
    last_edited_time: '2026-01-01T00:00:00.000Z',
    has_children: children.length > 0,
    in_trash: false,
    archived: false,
    type,
    [type]: content,
  };
  return { json, children: children.map((child) => storeBlock(child, id)) };
}

/** Finds a block by its id. */
export function findBlock(blocks: readonly StoredBlock[], id: string): StoredBlock | undefined {
  for (const block of blocks) {
    const found = block.json.id === id ? block : findBlock(block.children, id);
    if (found) return found;
  }
  return undefined;
}
