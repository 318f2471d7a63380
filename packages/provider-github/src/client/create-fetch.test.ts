import { startFaultServer } from '@prompts/provider-testkit';
import { expect, it } from 'vitest';
import { createFetch } from './create-fetch.ts';

it('accepts a response of more than 32 MiB only as an archive', async () => {
  const body = new Uint8Array(33 * 1024 * 1024);
  await using server = await startFaultServer(() => new Response(body));
  const fetch = createFetch({ allowHosts: ['127.0.0.1'] });
  const archive = await fetch(`${server.url}/api/v3/repos/company/prompts/tarball/HEAD`);
  expect((await archive.arrayBuffer()).byteLength).toBe(body.length);
  for (const path of ['/repos/company/prompts/contents/tarball/a.md', '/graphql']) {
    await expect(fetch(server.url + path)).rejects.toMatchObject({
      code: 'CONTENT_INVALID',
      message: expect.stringContaining('sent more than 33554432 bytes'),
    });
  }
  await fetch.close();
});
