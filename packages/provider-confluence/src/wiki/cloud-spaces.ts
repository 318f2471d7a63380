import * as z from 'zod';
import type { Transport } from '../client/transport.ts';
import { confluenceError } from '../confluence-error.ts';
import { parseList } from './cloud-pages.ts';
import { parseResponse } from './parse-response.ts';
import { readLists } from './read-lists.ts';
import { maxPagesPerRequest, type ReadContext } from './wiki.ts';

type Api = typeof import('confluence.js/v2');

const id = z.coerce.string().regex(/^\d+$/);
const space = z.object({ id, key: z.string() });
const label = z.object({ id, name: z.string() });

/** Creates a lookup of the ids of spaces and labels. Ids are kept, because they never change. */
export function createSpaces(transport: Transport, siteUrl: string, loadApi: (context: ReadContext) => Promise<Api>) {
  const spaceIds = new Map<string, string>();
  const labelIds = new Map<string, string>();

  /** @throws `NOT_FOUND` if there is no such space. */
  async function idOf(spaceKey: string, context: ReadContext): Promise<string> {
    const key = spaceKey.toLowerCase();
    const known = spaceIds.get(key);
    if (known !== undefined) return known;
    const what = `space ${spaceKey}`;
    const api = await loadApi(context);
    const response = await transport.call(what, (client) => api.getSpaces(client, { keys: [spaceKey] }), context);
    const { results } = parseList(response, what, siteUrl);
    const spaces = results.map((result) => parseResponse(space, result, what));
    const found = spaces.find((candidate) => candidate.key.toLowerCase() === key) ?? spaces[0];
    if (found === undefined) {
      throw confluenceError(
        'NOT_FOUND',
        `${what} does not exist on this site, or the account may not view it: check spaceKey and the permissions`,
      );
    }
    spaceIds.set(key, found.id);
    return found.id;
  }

  /** @returns undefined if no content of the space has the label. */
  async function labelIdOf(name: string, spaceKey: string, context: ReadContext): Promise<string | undefined> {
    const spaceId = await idOf(spaceKey, context);
    const key = `${spaceId} ${name.toLowerCase()}`;
    const api = await loadApi(context);
    const what = `the labels of space ${spaceKey}`;
    if (labelIds.has(key)) return labelIds.get(key);
    const query = { id: spaceId, limit: maxPagesPerRequest };
    const lists = readLists(what, siteUrl, (cursor) =>
      transport.call(what, (client) => api.getSpaceContentLabels(client, { ...query, ...cursor } as never), context),
    );
    for await (const { results } of lists) {
      for (const result of results) {
        const found = parseResponse(label, result, what);
        labelIds.set(`${spaceId} ${found.name.toLowerCase()}`, found.id);
      }
      if (labelIds.has(key)) break;
    }
    return labelIds.get(key);
  }

  return { idOf, labelIdOf };
}
