import { createHash } from 'node:crypto';
import type { PromptError, WebhookAdapter, WebhookNotice } from '@prompts/core';
import { decodeUtf8 } from '@prompts/provider-kit';
import { isCollection, type ParsedConfig } from '../config-schema.ts';
import { notionError } from '../notion-error.ts';
import { parseNotionId } from '../notion-id.ts';
import { eventSchema, handshakeSchema, type NotionEvent } from './event-payload.ts';

/** The events that may change a text, a listing or metadata. All others are ignored. */
const events = [
  'page.created',
  'page.content_updated',
  'page.properties_updated',
  'page.moved',
  'page.deleted',
  'page.undeleted',
  'data_source.content_updated',
  'data_source.schema_updated',
  'data_source.moved',
  'data_source.deleted',
  'data_source.undeleted',
];

/** Receives the deliveries of an integration's webhook subscription: https://developers.notion.com/reference/webhooks */
export const webhook: WebhookAdapter<ParsedConfig> = {
  events,
  async receive({ headers, body }, { secrets }): Promise<WebhookNotice> {
    const text = decodeUtf8(body);
    const isSigned = await hasSignature(body, headers.get('x-notion-signature'), secrets);
    const handshake = handshakeSchema.safeParse(parseJson(text)).data;
    // Notion can't sign the first delivery, which contains the secret. Once a secret is configured, anybody could send such a delivery.
    if (handshake && (isSigned || !secrets.some((secret) => secret !== ''))) {
      const id = createHash('sha256').update(body).digest('hex');
      return { id, event: 'verification', handshake: { secret: handshake.verification_token }, payload: {} };
    }
    if (!isSigned) {
      throw notionError(
        'AUTH_FAILED',
        'the delivery is not signed with the configured secret: compare the secret with the verification token of the subscription',
      );
    }
    if (text === undefined) throw invalidDelivery('is not UTF-8');
    const payload = parseJson(text);
    if (payload === undefined) throw invalidDelivery('is not JSON');
    const event = eventSchema.safeParse(payload).data;
    if (!event) throw invalidDelivery('does not describe an event');
    const timestamp = Date.parse(event.timestamp ?? '');
    return { id: event.id, event: event.type, ...(!Number.isNaN(timestamp) && { timestamp }), payload: event };
  },
  touches({ event, payload }, configs) {
    if (!events.includes(event)) return [];
    const changed = payload as NotionEvent;
    return configs.flatMap((config, index) => (concerns(changed, config) ? [index] : []));
  },
};

async function hasSignature(body: Uint8Array, signature: string | null, secrets: readonly string[]): Promise<boolean> {
  if (!signature) return false;
  const { verifyWebhookSignature } = await import('@notionhq/client');
  for (const verificationToken of secrets) {
    if (verificationToken !== '' && (await verifyWebhookSignature({ body, signature, verificationToken }))) return true;
  }
  return false;
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

function invalidDelivery(fault: string): PromptError {
  return notionError('CONTENT_INVALID', `the delivery ${fault}`);
}

function concerns({ entity, data }: NotionEvent, config: ParsedConfig): boolean {
  const ids = new Set([entity.id, ...(data?.updated_blocks ?? []).map(({ id }) => id)].map((id) => parseNotionId(id)));
  if (!isCollection(config)) return ids.has(config.pageId);
  if (ids.has(config.dataSourceId)) return true;
  const parent = data?.parent;
  if (entity.type !== 'page' || parent === undefined) return false;
  // Older API versions name only the database, which may contain any of the data sources.
  if (parent.data_source_id === undefined) return parent.type === 'database';
  return parseNotionId(parent.data_source_id) === config.dataSourceId;
}
