import { createHmac, randomUUID } from 'node:crypto';

/** Creates a signed delivery, as Notion sends it. A string becomes the body as it is, any other value as JSON. */
export function signDelivery(payload: unknown, secret: string): { headers: Headers; body: Uint8Array } {
  const body = Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload));
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  return { headers: new Headers({ 'x-notion-signature': `sha256=${signature}` }), body };
}

/** Creates the payload of an event of a page. */
export function pageEvent(pageId: string, { type = 'page.content_updated', dataSourceId = '' } = {}) {
  return {
    id: randomUUID(),
    timestamp: '2026-03-01T10:00:00.000Z',
    workspace_id: randomUUID(),
    type,
    authors: [],
    attempt_number: 1,
    api_version: '2025-09-03',
    entity: { id: pageId, type: 'page' },
    data: {
      parent: dataSourceId
        ? { id: randomUUID(), type: 'database', data_source_id: dataSourceId }
        : { id: randomUUID(), type: 'space' },
      updated_blocks: [],
    },
  };
}
