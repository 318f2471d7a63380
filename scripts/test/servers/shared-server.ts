import { inject } from 'vitest';
import { orSkip } from './or-skip.ts';
import type { ServerAnswer, ServerKind } from './shared-servers.ts';
import { UnavailableServer } from './test-server.ts';

/**
 * For the body of a test, which is skipped where the server can't be had.
 * @returns the superuser's URL of the server that all tests of this run share. Leave it as it was found.
 */
export function sharedServer(kind: ServerKind): Promise<string> {
  return orSkip(ask(kind));
}

async function ask(kind: ServerKind): Promise<string> {
  const response = await fetch(inject('sharedServers') + kind);
  const answer = (await response.json()) as ServerAnswer;
  if ('url' in answer) return answer.url;
  if ('missing' in answer) throw new UnavailableServer(answer.missing);
  throw new Error(answer.error);
}
