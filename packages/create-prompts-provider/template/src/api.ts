import { PromptError } from '@prompts/core';
import { baseUrlOf, errorFromResponse, guardedFetch, Secret, type SecretInput, shownUrl } from '@prompts/provider-kit';
import * as z from 'zod';

const listedNoteSchema = z.object({ id: z.string(), title: z.string(), version: z.string() });
const noteSchema = listedNoteSchema.extend({ text: z.string(), url: z.string().optional() });
const notesSchema = z.object({ notes: z.array(noteSchema) });
const pageSchema = z.object({ notes: z.array(listedNoteSchema), nextCursor: z.string().optional() });

/** A note as the API returns it. `version` changes exactly when the text does. */
export type Note = z.infer<typeof noteSchema>;

/** The largest number of notes that the API returns for one request. */
export const maxNotesPerRequest = 50;

/** Enough for the largest number of notes, if they are of usual length. */
const maxResponseBytes = 16 * 1024 * 1024;

/** What every request needs. */
export interface RequestContext {
  readonly token: SecretInput | undefined;
  readonly signal: AbortSignal;
}

export type Api = ReturnType<typeof createApi>;

/** Creates the client of the API. Each of its methods sends one request, and throws a `PromptError` if that fails. */
export function createApi(baseUrl: string, allowHosts: readonly string[]) {
  const guarded = guardedFetch({ provider: 'acme-notes', allowHosts, maxBytes: maxResponseBytes });
  const base = baseUrlOf(baseUrl, 'acme-notes');

  async function get<Schema extends z.ZodType>(path: string, schema: Schema, { token, signal }: RequestContext) {
    const url = new URL(path, base);
    const headers = new Headers({ accept: 'application/json' });
    if (token !== undefined) headers.set('authorization', `Bearer ${await new Secret(token).reveal()}`);
    const response = await guarded(url, { headers, signal });
    const what = `GET ${shownUrl(url)}`;
    if (!response.ok) throw errorFromResponse(response, { provider: 'acme-notes', what });
    const { success, data } = schema.safeParse(await response.json().catch(() => undefined));
    if (success) return data;
    throw new PromptError('CONTENT_INVALID', `${what} returned something else than the API documents: check baseUrl`, {
      provider: 'acme-notes',
    });
  }

  return {
    /** Returns a note. */
    getNote: (id: string, context: RequestContext) => get(`notes/${id}`, noteSchema, context),

    /** Returns at most {@link maxNotesPerRequest} notes, in any order, without those that don't exist. */
    getNotes: (ids: readonly string[], context: RequestContext) =>
      get(`notes?${new URLSearchParams({ ids: ids.join() })}`, notesSchema, context),

    /** Returns a page of the notes in a folder, without their texts. @param cursor The `nextCursor` of the page before. */
    listNotes: (folder: string, cursor: string | undefined, context: RequestContext) =>
      get(`notes?${new URLSearchParams({ folder, ...(cursor !== undefined && { cursor }) })}`, pageSchema, context),

    close: () => guarded.close(),
  };
}
