import { randomBytes, randomUUID } from 'node:crypto';
import type { LoadContext } from '@prompts/core';
import * as z from 'zod';
import type { About, GoogleClient } from '../client/google-client.ts';
import { parseResponse } from '../drive/drive-file.ts';
import { startLog } from '../drive/read-changes.ts';
import { metadataScopes } from '../drive/read-file.ts';
import { gdocsError } from '../gdocs-error.ts';
import { createChannelToken } from './channel-token.ts';

const what = 'the subscription to changes in Drive';
const about: About = {
  what,
  scopes: metadataScopes,
  explain: ({ reasons, message }) =>
    reasons.some((reason) => reason.startsWith('push.'))
      ? gdocsError(
          'CONFIG_INVALID',
          `Google does not accept the url of the subscription: use an https: address that it can reach (${message})`,
        )
      : undefined,
};

/** Google's maximum for a channel of changes. https://developers.google.com/workspace/drive/api/guides/push */
const maxLifetimeMs = 7 * 24 * 60 * 60 * 1000;

const channelSchema = z.object({ id: z.string(), resourceId: z.string(), expiration: z.coerce.number().optional() });

/** An open channel, through which Google reports that something changed. */
export interface Channel {
  readonly id: string;
  readonly resourceId: string;
  /** Epoch ms. */
  readonly expiresAt: number;
}

/** The destination of deliveries. */
export interface Target {
  /** An `https:` address that Google can reach. */
  readonly url: string;
  /** Default: a random token per channel, which only this process can verify. */
  readonly secret?: string | undefined;
}

/**
 * Opens a channel.
 * @param driveId The shared drive whose changes are reported. Undefined: the changes of the user.
 * @param tokens Receives the token of the channel by its id, before it is sent: the first delivery may arrive before the response.
 */
export async function openChannel(
  { url: address, secret }: Target,
  driveId: string | undefined,
  tokens: Map<string, string>,
  client: GoogleClient,
  context: Pick<LoadContext, 'signal'>,
): Promise<Channel> {
  const log = await startLog(driveId, client, context);
  if (log === undefined) {
    throw gdocsError('FORBIDDEN', `Google can't report changes with these credentials: authorize ${metadataScopes}`);
  }
  const id = randomUUID();
  const token = secret ? createChannelToken(id, secret) : randomBytes(32).toString('hex');
  tokens.set(id, token);
  const latest = Date.now() + maxLifetimeMs;
  const all = { supportsAllDrives: true, includeItemsFromAllDrives: true };
  const params = { pageToken: log.token, ...all, ...(driveId !== undefined && { driveId }) };
  const requestBody = { id, token, address, type: 'web_hook', expiration: String(latest) };
  try {
    const data = await client.send(
      ({ drive }, options) => drive.changes.watch({ ...params, requestBody }, options),
      about,
      context,
    );
    const { resourceId, expiration } = parseResponse(channelSchema, data, what);
    return { id, resourceId, expiresAt: expiration ?? latest };
  } catch (error) {
    tokens.delete(id);
    throw error;
  }
}

/** Stops a channel. Its token stays valid until the channel is stopped, so that no delivery in flight is lost. */
export async function closeChannel(
  { id, resourceId }: Channel,
  tokens: Map<string, string>,
  client: GoogleClient,
  context: Pick<LoadContext, 'signal'>,
): Promise<void> {
  try {
    const accepts = ({ status }: { readonly status: number }) => status === 404;
    await client.send(
      ({ drive }, options) => drive.channels.stop({ requestBody: { id, resourceId } }, options),
      { ...about, accepts },
      context,
    );
  } finally {
    tokens.delete(id);
  }
}
