import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { normaliseMarkdown } from '../../packages/provider-confluence/src/test-support/normalise-markdown.ts';
import { convertPage } from '../../packages/provider-confluence/src/text/convert-page.ts';

/** A markdown file, converted to the storage format by another program, and back by ours. */
export interface RoundTrip {
  readonly name: string;
  readonly expected: string;
  readonly actual: string;
  /** Why the page does not hold what the source says, if it does not. */
  readonly lost: string | undefined;
}

/** Pages of md2conf on which the other program put something else than its source says. */
const lostSources: Readonly<Record<string, string>> = {
  extension: 'an extension replaced the text of the diagram',
  macro: 'the source is the storage format itself',
  missing: 'broken links became error messages',
  tags: 'the source has markdown in HTML, which is not converted',
};

const facts = { siteUrl: 'https://confluence.example/wiki', pageId: '1', spaceKey: 'AI' };
const banner = 'This page has been generated with a tool.';

/** Finds the folders, this one and those in it, that contain pairs of pages and their sources. */
export function findRoundTrips(folder: string): string[] {
  const inner = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const candidates = [folder, ...inner.map(({ name }) => join(folder, name))];
  return candidates.filter((path) => existsSync(join(path, 'source')) && existsSync(join(path, 'target')));
}

/** @param folder Contains pairs `source/<name>.md` and `target/<name>.xml`. */
export async function measureRoundTrips(folder: string): Promise<RoundTrip[]> {
  const names = readdirSync(join(folder, 'target'), { recursive: true, encoding: 'utf8' });
  const trips: RoundTrip[] = [];
  for (const name of names.filter((path) => path.endsWith('.xml')).sort()) {
    const source = join(folder, 'source', name.replace(/\.xml$/, '.md'));
    if (!existsSync(source)) continue;
    const value = readFileSync(join(folder, 'target', name), 'utf8').replaceAll('\r\n', '\n');
    const { markdown } = await convertPage({ format: 'storage', value }, { facts });
    const expected = await normaliseMarkdown(readFileSync(source, 'utf8'));
    const page = name.replace(/\.xml$/, '');
    trips.push({ name: page, expected, actual: withoutAdditions(markdown), lost: lostSources[page] });
  }
  return trips;
}

/** The other program adds a banner; the addresses of attachments are those of the site. */
function withoutAdditions(markdown: string): string {
  return (
    markdown
      .replace(`> ${banner}\n\n`, '')
      // Links from footnotes back to the text, and the spaces of indented XML before punctuation.
      .replace(/ ?\[↩[¹²³]?\]\(#footnote-ref-[^)]*\)/g, '')
      .replace(/\) ([,.])/g, ')$1')
      .replaceAll(`${facts.siteUrl}/download/attachments/${facts.pageId}/`, '')
  );
}
