/** The characters of a Drive id. Ids are opaque; nothing else is known about them. */
const id = /^[\w-]{10,200}$/;

/** Parses the id or the URL of a document. @returns The id; undefined if the text is neither. */
export function parseDocumentId(text: string): string | undefined {
  return parseId(text, [/\/document\/(?:u\/\d+\/)?d\/(?<id>[^/]+)/, /\/file\/(?:u\/\d+\/)?d\/(?<id>[^/]+)/]);
}

/** Parses the id or the URL of a folder. @returns The id; undefined if the text is neither. */
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

/** Returns the address at which a person can open a document. */
export function addressOf(documentId: string): string {
  return `https://docs.google.com/document/d/${documentId}/edit`;
}
