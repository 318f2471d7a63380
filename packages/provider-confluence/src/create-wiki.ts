import type { GuardedFetch } from '@prompts/provider-kit';
import type { Access } from './client/access.ts';
import { createTransport } from './client/transport.ts';
import { createCloudWiki } from './wiki/cloud-wiki.ts';
import { createDataCenterWiki } from './wiki/data-center-wiki.ts';
import type { Wiki } from './wiki/wiki.ts';

/** Stands for the site's address if the app passed a client, until a response names the site. */
const unknownSite = 'https://confluence.invalid';

/** Creates the wiki for an access. */
export function createWiki(access: Access, fetch: GuardedFetch): Wiki {
  const transport = createTransport(access, fetch);
  const baseUrl = 'baseUrl' in access ? access.baseUrl : unknownSite;
  return access.deployment === 'cloud'
    ? createCloudWiki(transport, `${baseUrl}/wiki`)
    : createDataCenterWiki(transport, baseUrl);
}
