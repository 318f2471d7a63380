import { createPrompts } from '@prompts/core';
import { describe, expect, it } from 'vitest';
import { confluence } from './confluence.ts';
import { adf, adfCode, adfParagraph, storageCode } from './test-support/documents.ts';
import { context, deployments, startProvider } from './test-support/start-provider.ts';
import { editor, type PageInput } from './test-support/state.ts';

describe.each(deployments)('%s', (deployment) => {
  const body = (text: string) => (deployment === 'cloud' ? adf(adfParagraph(text)) : `<p>${text}</p>`);

  async function start(input: PageInput) {
    const started = await startProvider({ deployment });
    started.fake.write(1, { body: body('One.') });
    started.fake.write(456, { title: 'Tone', body: body('Be kind.'), ...input });
    return started;
  }

  it.each<[string, PageInput, object]>([
    ['in the trash', { status: 'trashed' }, { code: 'NOT_FOUND' }],
    ['restricted', { status: 'restricted' }, { code: 'NOT_FOUND' }],
    ['a draft', { status: 'draft' }, { code: 'NOT_FOUND' }],
    [
      'nested too deeply',
      { body: deployment === 'cloud' ? adf(deepAdf()) : '<div>'.repeat(300) },
      { code: 'CONTENT_INVALID', message: expect.stringContaining("page 456 'Tone'") },
    ],
  ])('a page that is %s is refused by id and by title, alone and in a batch', async (_, input, error) => {
    await using started = await start(input);
    expect(await started.loadBothWays({ pageId: 456 })).toMatchObject([error, error]);
    expect(await started.loadBothWays({ spaceKey: 'AI', title: 'Tone' })).toMatchObject([error, error]);
    await expect(started.load({ pageId: 1 })).resolves.toMatchObject({ content: 'One.' });
  });

  it('a page that moved to another space is refused if the config names its old space', async () => {
    await using started = await start({ spaceKey: 'HR' });
    const error = { code: 'CONFIG_INVALID', message: expect.stringMatching(/page 456 is in space HR, not in AI/) };
    expect(await started.loadBothWays({ pageId: 456, spaceKey: 'AI' })).toMatchObject([error, error]);
    expect(await started.loadBothWays({ pageId: 456, spaceKey: 'hr' })).toMatchObject([
      { content: 'Be kind.' },
      { content: 'Be kind.' },
    ]);
  });

  it('the id of other content is refused, and the error names its type', async () => {
    await using started = await start({ type: deployment === 'cloud' ? 'whiteboard' : 'blogpost' });
    const error = {
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(/456 is of the type (whiteboard|blogpost), not a page/),
    };
    expect(await started.loadBothWays({ pageId: 456 })).toMatchObject([error, error]);
    expect(await started.provider.describe([started.config({ pageId: 456 })], context)).toMatchObject([error]);
    const gone = await started.provider.loadMany([started.config({ pageId: 789 })], context);
    expect(gone).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  it('a space that does not exist is NOT_FOUND', async () => {
    await using started = await start({});
    const config = { spaceKey: 'NOPE', title: 'Tone' };
    expect(await started.loadBothWays(config)).toMatchObject([{ code: 'NOT_FOUND' }, { code: 'NOT_FOUND' }]);
    await expect(
      started.provider.list({ ...started.config({ pageId: 1 }), pageId: undefined, spaceKey: 'NOPE' }, context),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('a page in a space that does not exist does not affect other pages', async () => {
    await using started = await start({});
    const known = started.config({ pageId: 1 });
    for (const version of [undefined, '1']) {
      const unknown = started.config({ pageId: 456, spaceKey: 'NOPE', ...(version && { version }) });
      const error = { code: deployment === 'cloud' ? 'NOT_FOUND' : 'CONFIG_INVALID' };
      const results = await started.provider.loadMany([unknown, known], context);
      expect(results).toMatchObject([error, { content: 'One.' }]);
      await expect(started.provider.load(unknown, context)).rejects.toMatchObject(error);
    }
    const template = { content: 'One.', version: '1' };
    const configs = [started.config({ pageId: 456, spaceKey: 'NOPE' }), known];
    const entries = configs.map((config) => ({ config, template }));
    expect(await started.provider.changedSince(entries, context)).toEqual([0]);
    expect(await started.provider.describe(configs, context)).toMatchObject([
      { code: deployment === 'cloud' ? 'NOT_FOUND' : 'CONFIG_INVALID' },
      { version: '1' },
    ]);
  });

  it('an empty page has an empty text, which core refuses', async () => {
    await using started = await start({ body: deployment === 'cloud' ? adf() : '' });
    expect((await started.load({ pageId: 456 })).content).toBe('');
  });

  it('a page of 5 MB does not affect other pages', async () => {
    await using started = await start({
      body: (deployment === 'cloud' ? adfCode : storageCode)('x'.repeat(5_000_000)),
    });
    const [, together] = await started.loadBothWays({ pageId: 456, extract: 'code' });
    expect(together).toMatchObject({ version: '1' });
  });

  it('a revoked token is AUTH_FAILED', async () => {
    await using started = await start({});
    started.fake.state.tokens.clear();
    await expect(started.load({ pageId: 456 })).rejects.toMatchObject({ code: 'AUTH_FAILED', retryable: false });
    await expect(started.provider.validate(started.config({ pageId: 456 }), context)).rejects.toMatchObject({
      code: 'AUTH_FAILED',
    });
  });

  it('a temporary failure is retried once, unless the source asks for a long wait', async () => {
    await using started = await start({});
    started.fake.server.fail({ kind: 'status', status: 429, headers: { 'retry-after': '0' } }, { times: 1 });
    expect(await started.load({ pageId: 456 })).toMatchObject({ content: 'Be kind.' });
    started.fake.server.fail({ kind: 'status', status: 429, headers: { 'retry-after': '600' } }, { times: 1 });
    await expect(started.load({ pageId: 456 })).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfter: 600 });
  });

  it('a config with a version loads that version', async () => {
    await using started = await start({});
    started.fake.write(456, { body: body('New.') });
    expect(await started.loadBothWays({ pageId: 456, version: '1' })).toMatchObject([
      { content: 'Be kind.', version: '1' },
      { content: 'Be kind.' },
    ]);
    expect(await started.loadBothWays({ pageId: 456, version: '2' })).toMatchObject([
      { content: 'New.' },
      { content: 'New.' },
    ]);
    expect(await started.loadBothWays({ pageId: 456, version: '3' })).toMatchObject([
      { code: 'NOT_FOUND' },
      { code: 'NOT_FOUND' },
    ]);
  });
});

it('a page that begins with a rule has no front matter', async () => {
  await using started = await startProvider();
  const rule = { type: 'rule' };
  started.fake.write(1, { body: adf(rule, adfParagraph('role: {{role}}'), rule, adfParagraph('End.')) });
  const entry = { provider: 'confluence', config: { pageId: 1, ...started.fake.access } };
  const prompts = await createPrompts({
    systemPrompts: { entry },
    providers: [confluence({ allowHosts: ['127.0.0.1'] })],
  });
  expect((await prompts.get('entry')).content).toBe('---\n\nrole: {{role}}\n\n---\n\nEnd.');
  await prompts.close();
});

it('an archived page is served', async () => {
  await using started = await startProvider();
  started.fake.write(1, { body: adf(adfParagraph('One.')) });
  started.fake.write(456, { body: adf(adfParagraph('Old.')), status: 'archived' });
  expect(await started.loadBothWays({ pageId: 456 })).toMatchObject([{ content: 'Old.' }, { content: 'Old.' }]);
});

it('a page without a document is read in the storage format', async () => {
  await using started = await startProvider();
  started.fake.write(1, { body: adf(adfParagraph('One.')) });
  started.fake.write(456, { body: '<p>Legacy.</p>' });
  expect(await started.loadBothWays({ pageId: 456 })).toMatchObject([{ content: 'Legacy.' }, { content: 'Legacy.' }]);
});

it('ADF that is not JSON is CONTENT_INVALID', async () => {
  await using started = await startProvider();
  started.fake.write(1, { body: adf(adfParagraph('One.')) });
  started.fake.write(456, { body: 'not JSON' });
  const error = { code: 'CONTENT_INVALID', message: expect.stringContaining('not JSON') };
  expect(await started.loadBothWays({ pageId: 456 })).toMatchObject([error, error]);
});

it('a missing scope is FORBIDDEN, and the message names the scope', async () => {
  await using started = await startProvider();
  const body = JSON.stringify({ code: 401, message: 'Unauthorized; scope does not match' });
  started.fake.server.fail({ kind: 'status', status: 401, body });
  await expect(started.load({ pageId: 1 })).rejects.toMatchObject({
    code: 'FORBIDDEN',
    message: expect.stringContaining('read:page:confluence'),
  });
});

it('a person whom several pages mention is looked up once', async () => {
  await using started = await startProvider({ deployment: 'data-center' });
  const mention = '<p><ac:link><ri:user ri:userkey="0123456789abcdef0123456789abcdef" /></ac:link></p>';
  for (const id of [1, 2, 3]) started.fake.write(id, { body: mention });
  const results = await started.provider.loadMany(
    [1, 2, 3].map((pageId) => started.config({ pageId })),
    context,
  );
  expect(results).toMatchObject([1, 2, 3].map(() => ({ content: 'Ada Lovelace' })));
  expect(started.fake.calls()).toHaveLength(2);
});

it.each(deployments)(
  'a mention of an unknown person is reported, and does not affect other mentions (%s)',
  async (deployment) => {
    await using started = await startProvider({ deployment });
    const mention = (person: string) =>
      deployment === 'cloud'
        ? { type: 'mention', attrs: { id: person } }
        : `<ac:link><ri:user ri:userkey="${person}" /></ac:link>`;
    const pageOf = (...mentions: unknown[]) =>
      deployment === 'cloud' ? adf({ type: 'paragraph', content: mentions }) : `<p>${mentions.join('')}</p>`;
    started.fake.write(1, { body: pageOf(mention(deployment === 'cloud' ? editor.id : editor.key)) });
    started.fake.write(2, { body: pageOf(mention('unknownkey')) });
    const results = await started.provider.loadMany(
      [1, 2].map((pageId) => started.config({ pageId })),
      context,
    );
    expect(results).toMatchObject([
      { content: 'Ada Lovelace', metadata: expect.not.objectContaining({ unsupported: expect.anything() }) },
      { content: '', metadata: { unsupported: ['mention'] } },
    ]);
  },
);

it('a mention in an old page shows at least the user name', async () => {
  await using started = await startProvider({ deployment: 'data-center' });
  started.fake.write(1, { body: '<p>Ask <ac:link><ri:user ri:username="grace" /></ac:link></p>' });
  expect(await started.load({ pageId: 1 })).toMatchObject({ content: 'Ask grace' });
});

function deepAdf(): object {
  return [...new Array(300)].reduce<object>((content) => ({ type: 'panel', content: [content] }), adfParagraph('x'));
}
