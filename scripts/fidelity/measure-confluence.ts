import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { convertPage, type PageFacts } from '../../packages/provider-confluence/src/text/convert-page.ts';
import { readableMarkdown, readableMdx } from './confluence-reference.ts';
import { type Fidelity, measureFidelity } from './measure-fidelity.ts';

/** How well one page in one format was converted. */
export interface PageFidelity extends Fidelity {
  readonly page: string;
  readonly format: 'adf' | 'storage';
}

const files = { adf: 'page.adf', storage: 'page.xhtml' } as const;

/**
 * Converts all pages below a folder, and compares them with their reference texts.
 * @param folder Contains, at any depth, one folder per page: `page.adf` or `page.xhtml` (storage), and `expected.mdx`.
 */
export async function measureConfluence(folder: string): Promise<PageFidelity[]> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const rows: PageFidelity[] = [];
  for (const name of names.filter((path) => path.endsWith('expected.mdx')).sort()) {
    const page = name.replace(/[\\/]?expected\.mdx$/, '');
    const expected = readableMdx(readFileSync(join(folder, name), 'utf8'));
    const view = join(page, 'page.html');
    const titles = names.includes(view) ? titlesIn(readFileSync(join(folder, view), 'utf8')) : new Map();
    for (const [format, file] of Object.entries(files) as ['adf' | 'storage', string][]) {
      if (!names.includes(join(page, file))) continue;
      const body = { format, value: readFileSync(join(folder, page, file), 'utf8') };
      const { markdown } = await convertPage(body, { facts: factsOf(page), titles });
      rows.push({ page, format, ...measureFidelity(expected, readableMarkdown(markdown)) });
    }
  }
  return rows;
}

/** The folder of a page is named by its id. */
function factsOf(page: string): PageFacts {
  return { siteUrl: 'https://querypie.atlassian.net/wiki', pageId: basename(page), spaceKey: 'QM' };
}

/** Finds the titles of linked pages in the page as Confluence showed it: what the site would answer if it were asked for them. */
function titlesIn(html: string): ReadonlyMap<string, string> {
  const links = html.matchAll(/data-linked-resource-id="(\d+)"[^>]*data-linked-resource-type="page"[^>]*>([^<]*)</g);
  return new Map(Array.from(links, ([, id = '', title = '']): [string, string] => [id, title]));
}
