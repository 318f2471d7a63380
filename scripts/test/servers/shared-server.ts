import { inject } from 'vitest';
import { orSkip } from './or-skip.ts';
import type { ServerKind, SharedServerResponse } from './shared-servers.ts';
import { UnavailableServer } from './test-server.ts';

/**
 * Returns the URL of a server that all tests of this run share, with the superuser's password. Call it in a test: if the server
 * is not available, the test is skipped with the reason. Tests must undo their changes to the server.
 */
export function sharedServer(kind: ServerKind): Promise<string> {
  return orSkip(request(kind));
}

async function request(kind: ServerKind): Promise<string> {
  const response = await fetch(inject('sharedServers') + kind);
  const result = (await response.json()) as SharedServerResponse;
  if ('url' in result) return result.url;
  if ('missing' in result) throw new UnavailableServer(result.missing);
  throw new Error(result.error);
}
