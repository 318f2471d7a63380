/** What an id of Drive is made of. Ids are opaque; nothing else is known about them. */
const id = /^[\w-]{10,200}$/;

/** @returns The id of a document; undefined for a text that is neither an id nor the URL of a document. */
export function parseDocumentId(text: string): string | undefined {
  return parseId(text, [/\/document\/(?:u\/\d+\/)?d\/(?<id>[^/]+)/, /\/file\/(?:u\/\d+\/)?d\/(?<id>[^/]+)/]);
}

/** @returns The id of a folder; undefined for a text that is neither an id nor the URL of a folder. */
export function parseFolderId(text: string): string | undefined {
  return parseId(text, [/\/drive\/(?:u\/\d+\/)?folders\/(?<id>[^/]+)/]);
}

function parseId(text: string, paths: readonly RegExp[]): string | undefined {
  const trimmed = text.trim();
  if (!/[/?]/.test(trimmed)) return id.test(trimmed) ? trimmed : undefined;
  const address = /^[a-z]+:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  if (!URL.canParse(address)) return;
  const { hostname, pathname, searchParams } = new URL(address);
  if (!/^(docs|drive)\.google\.com$/.test(hostname)) return;
  // `/a/company.example/` names a domain.
  const path = pathname.replace(/^\/a\/[^/]+/, '');
  const found = paths.map((pattern) => pattern.exec(path)?.groups?.id).find((match) => match !== undefined);
  const candidate = found ?? (path === '/open' ? searchParams.get('id') : undefined);
  return candidate && id.test(candidate) ? candidate : undefined;
}

/** @returns Where a person can open a document. */
export function addressOf(documentId: string): string {
  return `https://docs.google.com/document/d/${documentId}/edit`;
}
