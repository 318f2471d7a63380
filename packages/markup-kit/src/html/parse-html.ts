import { PromptError } from '@prompts/core';
import type { Root } from 'hast';
import { fromParse5 } from 'hast-util-from-parse5';
import { defaultTreeAdapter, parseFragment } from 'parse5';

const maxDepth = 100;

/** Enough for 50,000 elements. An element costs more the deeper it is: markdown repeats the indentation of lists on each line. */
const maxCost = 1_000_000;
const costOfElement = 20;

/**
 * Parses a fragment of HTML, up to a limit. The parser repairs HTML: it can create many more elements than there are tags, and
 * their conversion would take time and memory out of proportion to the size of the page.
 * @throws PromptError `CONTENT_INVALID` if the page has too many elements, or nests them too deeply.
 */
export function parseHtml(html: string): Root {
  let depth = 0;
  let cost = 0;
  const treeAdapter: typeof defaultTreeAdapter = {
    ...defaultTreeAdapter,
    createElement(...element) {
      cost += costOfElement + depth;
      if (cost > maxCost) throw tooComplex('has too many elements');
      return defaultTreeAdapter.createElement(...element);
    },
    onItemPush() {
      depth += 1;
      if (depth > maxDepth) throw tooComplex(`nests its elements too deeply (more than ${maxDepth} levels)`);
    },
    onItemPop() {
      depth -= 1;
    },
  };
  return fromParse5(parseFragment(html, { treeAdapter })) as Root;
}

/** @param fault What follows "the page". */
export function tooComplex(fault: string): PromptError {
  return new PromptError('CONTENT_INVALID', `the page ${fault} to be converted to markdown: simplify or split it`);
}
