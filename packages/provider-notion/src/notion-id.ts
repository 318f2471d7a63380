/** An id with dashes or without. In a URL it follows the title: `Support-tone-2f1c…`. */
const id = /(?:^|[-/=])([\da-f]{8})-?([\da-f]{4})-?([\da-f]{4})-?([\da-f]{4})-?([\da-f]{12})$/i;

/**
 * Parses the id of a page or a data source: 32 hexadecimal digits with or without dashes, or the URL as copied from the browser.
 * If a URL opens a page on top of another one, as `?p=…` does, the id is that of the page on top.
 * @returns The id in lower case with dashes, as the API writes it; undefined if there is none.
 */
export function parseNotionId(value: string): string | undefined {
  const text = value.trim();
  const digits = id.exec(URL.canParse(text) ? idPartOf(new URL(text)) : text)?.slice(1);
  return digits?.join('-').toLowerCase();
}

function idPartOf({ protocol, searchParams, pathname }: URL): string {
  if (protocol !== 'https:' && protocol !== 'http:' && protocol !== 'notion:') return '';
  return searchParams.get('p') ?? pathname.replace(/\/$/, '');
}
