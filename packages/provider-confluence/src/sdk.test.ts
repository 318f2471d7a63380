import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from 'confluence.js/core';
import {
  getLabelPages,
  getPageById,
  getPageDirectChildren,
  getPages,
  getPageVersions,
  getSpaces,
} from 'confluence.js/v2';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { noSharedData, sharedData } from '../../../scripts/test/shared-data.ts';
import { confluence } from './confluence.ts';
import { adf, adfParagraph } from './test-support/documents.ts';
import { startFakeConfluence } from './test-support/fake-confluence.ts';
import { context, startProvider } from './test-support/start-provider.ts';
import { parsePage } from './wiki/cloud-pages.ts';
import { parseContent } from './wiki/data-center-pages.ts';

const recorded = sharedData('confluence/querypie');

function sdkClient({ access, url, token }: Awaited<ReturnType<typeof startFakeConfluence>>) {
  const email = 'email' in access.auth ? (access.auth.email ?? '') : '';
  return createClient({ host: url, auth: { type: 'basic', email, apiToken: token } });
}

describe('the SDK', () => {
  it('accepts the responses of the fake', async () => {
    await using fake = await startFakeConfluence();
    const client = sdkClient(fake);
    fake.write(1, { body: adf(adfParagraph('One.')), labels: ['prompt'] });
    fake.write(2, { body: adf(adfParagraph('Two.')), parentId: '1', labels: ['prompt'] });
    expect((await getPageById(client, { id: 1, bodyFormat: 'atlas_doc_format' })).version?.number).toBe(1);
    expect((await getPages(client, { id: [1, 2], bodyFormat: 'atlas_doc_format' })).results).toHaveLength(2);
    expect((await getSpaces(client, { keys: ['AI'] })).results).toHaveLength(1);
    expect((await getPageVersions(client, { id: 1 })).results).toHaveLength(1);
    expect((await getPageDirectChildren(client, { id: 1 })).results).toHaveLength(1);
    expect((await getLabelPages(client, { id: 1 })).results).toEqual([]);
  });

  it('works with a client that the app created', async () => {
    await using fake = await startFakeConfluence();
    fake.write(456, { title: 'Tone', body: adf(adfParagraph('Be kind.')) });
    const provider = confluence({ client: sdkClient(fake) }) as Required<ReturnType<typeof confluence>>;
    const template = await provider.load({ pageId: '456', spaceKey: 'AI' }, context);
    expect(template).toMatchObject({
      content: 'Be kind.',
      version: '1',
      uri: `${fake.url}/wiki/spaces/AI/pages/456/Tone`,
    });
    expect(await provider.loadMany([{ pageId: '456' }, { pageId: '9' }], context)).toMatchObject([
      { content: 'Be kind.' },
      { code: 'NOT_FOUND' },
    ]);
    fake.server.fail({ kind: 'status', status: 429, headers: { 'retry-after': '77' } });
    await expect(provider.load({ pageId: '456' }, context)).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      retryAfter: 77,
    });
    fake.server.heal();
    fake.server.fail({ kind: 'status', status: 500, body: `{"leak":"${fake.token}"}` });
    const error = await provider.load({ pageId: '456' }, context).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'UNAVAILABLE' });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(fake.token);
    fake.server.heal();
    fake.server.fail({ kind: 'reset' });
    await expect(provider.load({ pageId: '456' }, context)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});

describe('a site behind api.atlassian.com', () => {
  it('is listed by cursor, and the addresses of pages are on the site', async () => {
    await using started = await startProvider();
    const { fake, provider, config } = started;
    for (let id = 1; id <= 300; id += 1) fake.write(id, { body: adf(adfParagraph(`Text ${id}`)) });
    const baseUrl = `${fake.url}/ex/confluence/11111111-2222`;
    const members = await provider.list(
      { ...config({ pageId: 1, baseUrl }), pageId: undefined, spaceKey: 'AI' },
      context,
    );
    expect(members).toHaveLength(300);
    expect(members[299]?.template?.uri).toMatch(/^https:\/\/company\.atlassian\.net\/wiki\/spaces\/AI\/pages\/300\//);
    expect(new Set(fake.server.requests.map(({ path }) => path.slice(0, 34)))).toEqual(
      new Set(['/ex/confluence/11111111-2222/wiki/']),
    );
  });
});

describe('recorded responses', () => {
  it('of both APIs are parsed', (test) => {
    if (recorded === undefined) return test.skip(noSharedData);
    for (const id of ['544113141', '692355151', '1454342158']) {
      const read = (name: string) => parse(readFileSync(join(recorded, id, name), 'utf8'));
      const cloud = parsePage(read('page.v2.yaml'), 'page', 'https://x.example');
      // It was recorded without its version.
      const content = { ...read('page.v1.yaml'), version: { number: cloud.version, when: cloud.updatedAt } };
      const old = parseContent(content, 'page', cloud.siteUrl);
      const facts = { id, spaceKey: 'QM', status: 'current', siteUrl: 'https://querypie.atlassian.net/wiki' };
      expect(cloud).toMatchObject({ ...facts, body: { format: 'adf' } });
      expect(old).toMatchObject({ id, title: cloud.title, version: cloud.version, uri: cloud.uri });
    }
  });
});
