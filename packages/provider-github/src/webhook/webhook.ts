import { createHash } from 'node:crypto';
import { PromptError, type WebhookAdapter, type WebhookNotice } from '@prompts/core';
import { decodeUtf8 } from '@prompts/provider-kit';
import type { ParsedConfig } from '../config-schema.ts';
import { locationOf } from '../location.ts';
import { parseGlob } from '../reading/glob.ts';
import { type PushPayload, pushSchema, touchedFiles } from './push-payload.ts';

/** Deliveries of a repository's, an organisation's or an App's webhook. */
export const webhook: WebhookAdapter<ParsedConfig> = {
  events: ['push'],
  async receive({ headers, body }, { secrets }): Promise<WebhookNotice> {
    // The signature is over the bytes, and the id is theirs: no other bytes may pass for this text.
    const text = decodeUtf8(body);
    if (text === undefined) throw unreadable('is no UTF-8');
    await verifySignature(text, headers.get('x-hub-signature-256'), secrets);
    const event = headers.get('x-github-event') ?? '';
    // The delivery's own id stands in a header, which is not signed.
    const id = createHash('sha256').update(body).digest('hex');
    const payload = payloadOf(text, headers.get('content-type') ?? '');
    if (event !== 'push') return { id, event, payload };
    const push = pushSchema.safeParse(payload);
    if (!push.success) throw unreadable('is no push as GitHub sends it');
    return { id, event, scope: touchedFiles(push.data) ? 'named' : 'ask', payload: push.data };
  },
  touches({ event, payload }, configs) {
    if (event !== 'push') return [];
    const push = payload as PushPayload;
    const files = touchedFiles(push);
    return configs.flatMap((config, index) => (isOf(push, config) && mayTouch(files, config) ? [index] : []));
  },
};

async function verifySignature(text: string, signature: string | null, secrets: readonly string[]): Promise<void> {
  const { verify } = await import('@octokit/webhooks-methods');
  for (const secret of secrets) {
    if (secret !== '' && text !== '' && signature && (await verify(secret, text, signature))) return;
  }
  throw new PromptError('AUTH_FAILED', 'the delivery is not signed with the secret of the webhook', {
    provider: 'github',
  });
}

/** GitHub sends JSON, or a form that holds it, as the webhook's settings say. */
function payloadOf(text: string, contentType: string): unknown {
  const json = contentType.includes('x-www-form-urlencoded') ? (new URLSearchParams(text).get('payload') ?? '') : text;
  try {
    return JSON.parse(json);
  } catch {
    throw unreadable('is no JSON');
  }
}

function unreadable(fault: string): PromptError {
  return new PromptError('CONTENT_INVALID', `the delivery ${fault}`, { provider: 'github' });
}

/** Whether the push moved the branch or tag that a config reads. A commit never moves. */
function isOf({ ref: pushed, repository }: PushPayload, config: ParsedConfig): boolean {
  const { owner, repo, ref } = locationOf(config);
  if (`${owner}/${repo}`.toLowerCase() !== repository.full_name.toLowerCase()) return false;
  const name = ref === 'HEAD' ? `heads/${repository.default_branch}` : ref;
  const kinds = config.branch === undefined ? ['refs/', 'refs/heads/', 'refs/tags/'] : ['refs/heads/'];
  return kinds.some((kind) => kind + name === pushed || name === pushed);
}

/** @param files Those that were touched; undefined where any may have been. */
function mayTouch(files: ReadonlySet<string> | undefined, { path }: ParsedConfig): boolean {
  if (files === undefined || files.has(path)) return true;
  return files.values().some(parseGlob(path).matches);
}
