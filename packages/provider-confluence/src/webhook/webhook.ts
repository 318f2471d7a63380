import { createHash, createHmac, randomUUID } from 'node:crypto';
import type { PromptError, WebhookAdapter, WebhookNotice } from '@prompts/core';
import { decodeUtf8, isSameSecret } from '@prompts/provider-kit';
import type { ParsedConfig } from '../config-schema.ts';
import { confluenceError } from '../confluence-error.ts';
import { pageIdOf } from '../page-reference.ts';
import { type PageNotice, parseDelivery } from './delivery.ts';

/** An older delivery may be a replay. */
const maxAgeMs = 24 * 60 * 60 * 1000;

/** Receives deliveries from webhooks of Data Center, and from Automation rules of Cloud. */
export const webhook: WebhookAdapter<ParsedConfig> = {
  events: ['page-updated', 'page-removed'],
  async receive({ headers, body }, { secrets }): Promise<WebhookNotice> {
    const isSigned = verify(headers, body, secrets);
    const delivery = parseDelivery(parseJson(body));
    if (delivery === undefined) throw invalidDelivery('does not name an event and a page');
    const { event, notice, timestamp, isUnique } = delivery;
    if (isSigned && timestamp !== undefined && Date.now() - timestamp > maxAgeMs) {
      throw confluenceError(
        'AUTH_FAILED',
        'the delivery is more than a day old, and may be a replay: check the clocks of both servers',
      );
    }
    const hash = createHash('sha256').update(body).digest('hex');
    return {
      // A delivery without a changing value has the same hash as the one before it.
      id: isUnique ? hash : `${hash}-${randomUUID()}`,
      event,
      // A time that is not signed can't be trusted.
      ...(isSigned && timestamp !== undefined && { timestamp }),
      scope: 'named',
      payload: notice,
    };
  },
  touches({ event, payload }, configs) {
    if (!webhook.events.includes(event)) return [];
    return configs.flatMap((config, index) => (mayConcern(payload as PageNotice, config) ? [index] : []));
  },
};

/**
 * Verifies the HMAC of the body, or, for rules that can't sign, the secret itself.
 * @returns Whether the body is signed.
 * @throws `AUTH_FAILED`.
 */
function verify(headers: Headers, body: Uint8Array, secrets: readonly string[]): boolean {
  const signature = headers.get('x-hub-signature-256') ?? headers.get('x-hub-signature');
  const usable = secrets.filter((secret) => secret !== '');
  if (signature !== null) {
    const given = signature.replace(/^sha256=/i, '').toLowerCase();
    if (usable.some((secret) => isSameSecret(given, createHmac('sha256', secret).update(body).digest('hex'))))
      return true;
    throw confluenceError('AUTH_FAILED', 'the signature of the delivery is not valid: check the secret of the webhook');
  }
  const bearer = /^Bearer +(\S.*)$/i.exec(headers.get('authorization') ?? '')?.[1]?.trim();
  if (bearer !== undefined && usable.some((secret) => isSameSecret(bearer, secret))) return false;
  throw confluenceError(
    'AUTH_FAILED',
    'the delivery has no signature, and no valid secret: set one of them in the webhook or the Automation rule',
  );
}

function parseJson(body: Uint8Array): unknown {
  const text = decodeUtf8(body);
  if (text === undefined) throw invalidDelivery('is not UTF-8');
  try {
    return JSON.parse(text);
  } catch {
    throw invalidDelivery('is not JSON');
  }
}

function invalidDelivery(fault: string): PromptError {
  return confluenceError(
    'CONTENT_INVALID',
    `the delivery ${fault}: check the body that the webhook or the Automation rule sends`,
  );
}

/** Returns whether a delivery may concern a config. A property that the delivery lacks counts as a match. */
function mayConcern(notice: PageNotice, { pageId, spaceKey, title, version, label, parentId }: ParsedConfig): boolean {
  // An old version never changes.
  if (version !== undefined) return false;
  if (pageId !== undefined) return pageIdOf(pageId) === notice.pageId;
  if (parentId !== undefined) return true;
  const isSpace = notice.spaceKey === undefined || notice.spaceKey.toLowerCase() === spaceKey?.toLowerCase();
  return (
    isSpace && (title === undefined || label !== undefined || notice.title === undefined || notice.title === title)
  );
}
