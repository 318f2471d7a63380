import { createHash } from 'node:crypto';
import type { PromptError, WebhookAdapter, WebhookNotice } from '@prompts/core';
import { decodeUtf8 } from '@prompts/provider-kit';
import type { ParsedConfig } from '../config-schema.ts';
import { githubError } from '../github-error.ts';
import { locationOf, nameOf } from '../location.ts';
import { parseGlob } from '../reading/glob.ts';
import { listChangedFiles, type PushPayload, pushSchema } from './push-payload.ts';

/** Receives the deliveries of a webhook of a repository, an organization or an App. */
export const webhook: WebhookAdapter<ParsedConfig> = {
  events: ['push'],
  async receive({ headers, body }, { secrets }): Promise<WebhookNotice> {
    // The signature is verified over text: only valid UTF-8 stands for exactly the signed bytes.
    const text = decodeUtf8(body);
    if (text === undefined) throw invalidDelivery('is not UTF-8');
    await verifySignature(text, headers.get('x-hub-signature-256'), secrets);
    // Only the body is signed: a replayed delivery may have other headers, and would use up the id.
    const id = createHash('sha256').update(body).digest('hex');
    const payload = parsePayload(text);
    const push = pushSchema.safeParse(payload);
    if (push.success) {
      return { id, event: 'push', scope: listChangedFiles(push.data) ? 'named' : 'ask', payload: push.data };
    }
    const event = headers.get('x-github-event') ?? '';
    if (event === 'push') throw invalidDelivery('is not a valid push payload');
    return { id, event, payload };
  },
  touches({ event, payload }, configs) {
    if (event !== 'push') return [];
    const push = payload as PushPayload;
    const changedFiles = listChangedFiles(push);
    return configs.flatMap((config, index) =>
      movesRefOf(push, config) && mayChange(changedFiles, config) ? [index] : [],
    );
  },
};

async function verifySignature(text: string, signature: string | null, secrets: readonly string[]): Promise<void> {
  const { verify } = await import('@octokit/webhooks-methods');
  for (const secret of secrets) {
    if (secret !== '' && text !== '' && signature && (await verify(secret, text, signature))) return;
  }
  throw githubError(
    'AUTH_FAILED',
    "the delivery is not signed with a configured secret: compare it with the secret in the webhook's settings on GitHub",
  );
}

/** GitHub sends JSON, or a form with a field of JSON, as the settings of the webhook say. */
function parsePayload(text: string): unknown {
  const json = text.startsWith('payload=') ? (new URLSearchParams(text).get('payload') ?? '') : text;
  try {
    return JSON.parse(json);
  } catch {
    throw invalidDelivery('is not JSON');
  }
}

function invalidDelivery(fault: string): PromptError {
  return githubError('CONTENT_INVALID', `the delivery ${fault}`);
}

/** Whether the push moved the branch or tag that a config reads. A commit never moves. */
function movesRefOf({ ref: pushedRef, repository }: PushPayload, config: ParsedConfig): boolean {
  const { owner, repo, ref } = locationOf(config);
  if (`${owner}/${repo}`.toLowerCase() !== repository.full_name.toLowerCase()) return false;
  const pushedName = pushedRef.replace(/^refs\//, '');
  if (ref === 'HEAD') return pushedName === `heads/${repository.default_branch}`;
  // A bare name is the name of a tag or of a branch.
  return [pushedName, pushedRef, nameOf({ ref: pushedName })].includes(ref);
}

/** @param changedFiles undefined if any file may have changed. */
function mayChange(changedFiles: ReadonlySet<string> | undefined, { path }: ParsedConfig): boolean {
  if (changedFiles === undefined || changedFiles.has(path)) return true;
  return changedFiles.values().some(parseGlob(path).matches);
}
