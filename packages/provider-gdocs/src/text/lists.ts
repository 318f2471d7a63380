import type { BlockContent, List, ListItem } from 'mdast';
import { convertInlines } from './inlines.ts';
import type { Paragraph, Scope } from './scope.ts';

interface Kind {
  readonly ordered: boolean;
  readonly isChecklist: boolean;
  readonly startNumber: number;
}

/** Converts adjacent paragraphs with bullets to lists. */
export function convertLists(paragraphs: readonly Paragraph[], scope: Scope): List[] {
  const lists: List[] = [];
  /** The open lists, from the outermost to the one of the last item. */
  let open: { readonly list: List; readonly id: string }[] = [];
  for (const paragraph of paragraphs) {
    const { listId, nestingLevel } = paragraph.bullet ?? {};
    const id = listId ?? '';
    const level = Math.min(nestingLevel ?? 0, open.length);
    open = open.slice(0, level + 1);
    const kind = kindOf(id, nestingLevel ?? 0, scope);
    const number = countItem(id, nestingLevel ?? 0, scope) + kind.startNumber;
    let current = open[level];
    if (current?.id !== id || current.list.ordered !== kind.ordered) {
      const list: List = {
        type: 'list',
        ordered: kind.ordered,
        spread: false,
        start: kind.ordered ? number : null,
        children: [],
      };
      current = { list, id };
      open = [...open.slice(0, level), current];
      const siblings: (List | BlockContent)[] | undefined = open[level - 1]?.list.children.at(-1)?.children as
        | BlockContent[]
        | undefined;
      (siblings ?? lists).push(list);
    }
    current.list.children.push(convertItem(paragraph, kind, scope));
  }
  return lists;
}

function convertItem(paragraph: Paragraph, { isChecklist }: Kind, scope: Scope): ListItem {
  const children: BlockContent[] = [{ type: 'paragraph', children: convertInlines(paragraph, scope) }];
  const isChecked = paragraph.bullet?.textStyle?.strikethrough ?? false;
  return { type: 'listItem', spread: false, ...(isChecklist && { checked: isChecked }), children };
}

/** Returns the kind of a list. A level with a glyph type is numbered, one with a symbol has bullets, and one with neither is a checklist. */
function kindOf(id: string, level: number, { lists }: Scope): Kind {
  const { glyphType, glyphSymbol, startNumber } = lists[id]?.listProperties?.nestingLevels?.[level] ?? {};
  const ordered = glyphType !== undefined && glyphType !== null && !/^(GLYPH_TYPE_UNSPECIFIED|NONE)$/.test(glyphType);
  return {
    ordered,
    isChecklist: !ordered && glyphType === 'GLYPH_TYPE_UNSPECIFIED' && !glyphSymbol,
    startNumber: startNumber ?? 1,
  };
}

/** Counts an item. @returns The number of items before it in this list and level, since the last item of a higher level. */
function countItem(id: string, level: number, { itemCounts }: Scope): number {
  const counts = (itemCounts.get(id) ?? []).slice(0, level + 1);
  const count = counts[level] ?? 0;
  counts[level] = count + 1;
  itemCounts.set(id, counts);
  return count;
}
