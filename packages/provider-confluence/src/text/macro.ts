import type { PhrasingContent } from 'mdast';
import { text } from './nodes.ts';
import { type PageScope, resolveUrl } from './page-scope.ts';

/** The parameters of a macro by name; the one without a name is under `''`. */
export type MacroParameters = ReadonlyMap<string, string>;

/** Macros that show nothing, or only repeat what is elsewhere on the page. */
const silent = new Set(['toc', 'toc-zone', 'anchor', 'toc-nested', 'numberedheadings', 'style']);

/**
 * Returns what a person sees of a macro without a body, as far as its parameters contain it: a status, the key of an issue, a formula,
 * the title of an included page. Other macros have no text, and are added to `unsupported`.
 */
export function macroText(name: string, parameters: MacroParameters, scope: PageScope): PhrasingContent[] {
  const parameter = (key: string) => parameters.get(key) ?? '';
  switch (name) {
    case 'status':
      return text(parameter('title') || parameter('colour'));
    case 'jira':
      if (parameter('key') !== '') return text(parameter('key'));
      break;
    case 'eazy-math-inline':
    case 'mathinline':
      return text(formula('$', parameter('body') || parameter('')));
    case 'easy-math-block':
    case 'mathblock':
      return text(formula('$$', parameter('body') || parameter('')));
    case 'include':
    case 'excerpt-include':
      scope.unsupported.add(`macro ${name}`);
      return text(parameter(''));
    case 'widget':
    case 'iframe': {
      const url = resolveUrl(parameter('url'), scope);
      if (url !== undefined) return [{ type: 'link', url, children: text(url) as never }];
    }
  }
  if (!silent.has(name)) scope.unsupported.add(`macro ${name}`);
  return [];
}

function formula(delimiter: string, body: string): string {
  return body === '' ? '' : delimiter + body + delimiter;
}
