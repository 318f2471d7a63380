import { createChannelToken } from '../webhook/channel-token.ts';

/** Creates the headers of a notification, as Google sends them for a channel whose token is derived from a secret. */
export function notificationHeaders(secret: string, overrides: Record<string, string> = {}): Headers {
  const id = '4ba78bf0-6a47-11e2-bcfd-0800200c9a77';
  return new Headers({
    'x-goog-channel-id': id,
    'x-goog-channel-token': createChannelToken(id, secret),
    'x-goog-message-number': '10',
    'x-goog-resource-id': 'ret08u3rv24htgh289g',
    'x-goog-resource-state': 'change',
    'x-goog-resource-uri': 'https://www.googleapis.com/drive/v3/changes',
    ...overrides,
  });
}
