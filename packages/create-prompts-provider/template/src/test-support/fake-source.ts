import { createHash, randomBytes } from 'node:crypto';
import { type FaultServer, startFaultServer } from '@prompts/provider-testkit';

/** A server with the API of Acme Notes. */
export interface FakeSource extends FaultServer {
  /** The only token that it accepts. */
  readonly token: string;
  /** The texts of its notes, by id. All of them are in one folder, `team`. */
  readonly texts: Map<string, string>;
}

/** The API returns at most so many notes at once. */
const pageSize = 50;

/** Starts a server that has no notes yet. */
export async function startFakeSource(): Promise<FakeSource> {
  const token = randomBytes(12).toString('hex');
  const texts = new Map<string, string>();
  const toNote = (id: string) => {
    const text = texts.get(id) ?? '';
    const version = createHash('sha256').update(text).digest('hex');
    return { id, title: id, version, text, url: `https://acme-notes.example/notes/${id}` };
  };

  const server = await startFaultServer((request) => {
    if (request.headers.get('authorization') !== `Bearer ${token}`) return new Response(null, { status: 401 });
    const { pathname, searchParams } = new URL(request.url);
    const id = pathname.split('/')[2];
    if (id !== undefined) return texts.has(id) ? Response.json(toNote(id)) : new Response(null, { status: 404 });
    const ids = searchParams.get('ids')?.split(',');
    if (ids !== undefined) {
      if (ids.length > pageSize) return new Response(null, { status: 400 });
      return Response.json({ notes: ids.filter((each) => texts.has(each)).map(toNote) });
    }
    if (searchParams.get('folder') !== 'team') return new Response(null, { status: 404 });
    const start = Number(searchParams.get('cursor') ?? 0);
    const page = [...texts.keys()].slice(start, start + pageSize).map(toNote);
    const next = start + pageSize;
    return Response.json({
      notes: page.map(({ text: _, ...listed }) => listed),
      ...(next < texts.size && { nextCursor: String(next) }),
    });
  });
  return Object.assign(server, { token, texts });
}
