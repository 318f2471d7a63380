import { PromptError } from '@prompts/core';
import { describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { post, scriptedProvider, serve } from '../test-support/serve.ts';

const systemPrompts = {
  greeting: 'Hello {name}, {day}',
  'team/größe & 50%': 'slash',
  'a/render': 'named like a route',
};

describe('GET /prompts', () => {
  it('lists the prompts without texts', async () => {
    await using app = await serve({ systemPrompts: { greeting: { content: 'Hello', description: 'D' } } });
    const response = await app.send('/prompts');
    expect(response.status).toBe(200);
    const { prompts } = (await response.json()) as { prompts: object[] };
    expect(prompts).toEqual([
      expect.objectContaining({
        name: 'greeting',
        provider: 'content',
        state: 'fresh',
        metadata: { description: 'D' },
      }),
    ]);
    expect(JSON.stringify(prompts)).not.toContain('Hello');
  });
});

describe('GET /prompts/:name', () => {
  it('returns the fields of the prompt, and its hash as the entity tag', async () => {
    await using app = await serve({ systemPrompts });
    const response = await app.send('/prompts/greeting');
    const prompt = await app.server.prompts.get('greeting');
    expect(response.status).toBe(200);
    expect(response.headers.get('etag')).toBe(`"${prompt.hash}"`);
    expect(await response.json()).toEqual(JSON.parse(JSON.stringify(prompt)));
  });

  it.each(['"{hash}"', 'W/"{hash}"', '"x", "{hash}"', '*'])('answers 304 to If-None-Match: %s', async (template) => {
    await using app = await serve({ systemPrompts });
    const { hash } = await app.server.prompts.get('greeting');
    const headers = { 'if-none-match': template.replace('{hash}', hash) };
    const response = await app.send('/prompts/greeting', { headers });
    expect(response.status).toBe(304);
    expect(response.headers.get('etag')).toBe(`"${hash}"`);
    expect(await response.text()).toBe('');
  });

  it('answers 200 to the entity tag of another text', async () => {
    await using app = await serve({ systemPrompts });
    expect((await app.send('/prompts/greeting', { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
  });

  it.each([
    ['/prompts/team%2Fgr%C3%B6%C3%9Fe%20%26%2050%25', 'slash'],
    ['/prompts/team/gr%C3%B6%C3%9Fe%20&%2050%25', 'slash'],
    ['/prompts/a/render', 'named like a route'],
    ['/prompts/gr%65eting', 'Hello {name}, {day}'],
  ])('finds the name in %s', async (path, content) => {
    await using app = await serve({ systemPrompts });
    expect(await (await app.send(path)).json()).toMatchObject({ content });
  });

  it.each([
    ['/prompts/missing', 404, 'PROMPT_UNKNOWN'],
    ['/prompts/%2e%2e%2fgreeting', 404, 'PROMPT_UNKNOWN'],
    ['/prompts/%2e%2e/greeting', 404, 'NOT_FOUND'],
    ['/prompts/Greeting', 404, 'PROMPT_UNKNOWN'],
    ['/prompts/constructor', 404, 'PROMPT_UNKNOWN'],
    ['/prompts/', 404, 'PROMPT_UNKNOWN'],
    ['/prompts/%ff', 400, 'BAD_REQUEST'],
    ['/prompts/%', 400, 'BAD_REQUEST'],
    ['/other', 404, 'NOT_FOUND'],
  ])('answers %s with %i %s', async (path, status, code) => {
    await using app = await serve({ systemPrompts });
    const response = await app.send(path);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ error: { code, message: expect.any(String) } });
  });

  it('answers 503 while the source fails, with Retry-After if it said so', async () => {
    const { provider, texts } = scriptedProvider();
    texts.set('it', new PromptError('RATE_LIMITED', 'too many requests', { retryAfter: 6.5 }));
    const entry = { provider: 'scripted', config: { id: 'it' } };
    await using app = await serve({ systemPrompts: { it: entry }, providers: [provider] });
    const response = await app.send('/prompts/it');
    expect(response.status).toBe(503);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await response.json()).toMatchObject({ error: { code: 'RATE_LIMITED' } });
  });
});

it('a read that a hook refuses is answered with 403', async () => {
  const before = () => {
    throw new PromptError('FORBIDDEN', 'not for you');
  };
  await using app = await serve({ systemPrompts, hooks: [{ name: 'policy', before }] });
  const response = await app.send('/prompts/greeting');
  expect([response.status, await response.json()]).toEqual([
    403,
    { error: { code: 'FORBIDDEN', message: 'not for you' } },
  ]);
});

describe('POST /prompts/:name/render', () => {
  it('returns the text with its variables filled in', async () => {
    await using app = await serve({ systemPrompts });
    const response = await app.send('/prompts/greeting/render', post({ variables: { name: '{day}', day: 1 } }));
    const { version, hash } = await app.server.prompts.get('greeting');
    expect(await response.json()).toEqual({ name: 'greeting', version, hash, text: 'Hello {day}, 1' });
    expect((await app.send('/prompts/a%2Frender/render', post({}))).status).toBe(200);
  });

  it('fills in the text of an existing host as promptManager does', async () => {
    const text = '\\{name} {0} {{name}} {list}';
    await using app = await serve({ systemPrompts: { it: text } });
    const variables = { name: 'A', 0: 'zero', list: [1, 2] };
    const response = await app.send('/prompts/it/render', post({ variables }));
    expect(await response.json()).toMatchObject({ text: app.server.promptManager.getPrompt('it', variables) });
    expect(await (await app.send('/prompts/it')).json()).toMatchObject({ variables: ['name', 'list'] });
    const withoutNumber = { name: 'A', list: '' };
    const kept = await app.send('/prompts/it/render', post({ variables: withoutNumber }));
    expect(await kept.json()).toMatchObject({ text: '\\A {0} {A} ' });
    app.server.promptManager.registerPrompt({ id: 'more', systemPrompt: text });
    for (const name of ['it', 'more']) {
      const hostile = { ...variables, list: { toString: 1, valueOf: 1 } };
      expect((await app.send(`/prompts/${name}/render`, post({ variables: hostile }))).status).toBe(422);
    }
  });

  it.each([
    [z.object({ name: z.string() }), 422, 'CONTENT_INVALID', "of prompt 'typed' are not valid:\n  name: "],
    [z.object({ name: z.number().check(z.refine(async () => true)) }), 503, 'CONFIG_INVALID', "of prompt 'typed'"],
  ])('checks the variables with the schema of the entry (%#)', async (variables, status, code, message) => {
    const source = { name: 'own', load: async () => ({ content: 'Hello {{name}}' }) };
    const typed = { provider: 'own', config: {}, variables };
    await using app = await serve({ systemPrompts: { typed }, providers: [source] });
    const response = await app.send('/prompts/typed/render', post({ variables: { name: 5 } }));
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code, message: expect.stringContaining(message) } });
  });

  it('names every variable without a value', async () => {
    await using app = await serve({ systemPrompts });
    const response = await app.send('/prompts/greeting/render', post({}));
    expect(response.status).toBe(422);
    const { error } = (await response.json()) as { error: { code: string; message: string } };
    expect(error.code).toBe('VARIABLE_MISSING');
    expect(error.message).toContain("'name', 'day'");
  });

  it.each([
    ['{', 400],
    ['[]', 400],
    ['', 400],
    ['{"variables":[]}', 400],
    ['{"variables":{},"missing":"keep"}', 400],
    [`{"variables":{"name":"${'x'.repeat(1024 * 1024)}"}}`, 413],
  ])('refuses the body %.40s with %i', async (body, status) => {
    await using app = await serve({ systemPrompts });
    const response = await app.send('/prompts/greeting/render', { method: 'POST', body });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code: expect.any(String) } });
  });

  it.each([
    ['small', 'A', 200],
    ['too large', 'x'.repeat(1024 * 1024), 413],
  ])('reads a %s body that is sent without its length', async (_, name, status) => {
    await using app = await serve({ systemPrompts });
    const { url } = await app.server.start(0);
    const body = new Blob([JSON.stringify({ variables: { name, day: 1 } })]).stream();
    const init = { method: 'POST', body, duplex: 'half' as const };
    expect((await fetch(`${url}/prompts/greeting/render`, init)).status).toBe(status);
    expect((await fetch(`${url}/prompts/greeting`, { method: 'OPTIONS' })).status).toBe(404);
  });

  it('refuses a body that is not UTF-8', async () => {
    await using app = await serve({ systemPrompts });
    const body = Buffer.from('{"variables":{"name":"\xfc","day":1}}', 'latin1');
    expect((await app.send('/prompts/greeting/render', { method: 'POST', body })).status).toBe(400);
  });

  it('needs /render at the end of the path', async () => {
    await using app = await serve({ systemPrompts });
    expect((await app.send('/prompts/greeting', post({}))).status).toBe(404);
  });
});

describe('a token', () => {
  const options = { systemPrompts, auth: { tokens: ['first', async () => 'second', { reveal: async () => 'third' }] } };

  it.each(['/prompts', '/prompts/greeting', '/metrics', '/openapi.json', '/rpc', '/other'])(
    'is needed for %s',
    async (path) => {
      await using app = await serve(options);
      const response = await app.send(path);
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expect(await response.json()).toMatchObject({ error: { code: 'UNAUTHORIZED' } });
    },
  );

  it.each(['/healthz', '/readyz'])('is not needed for %s', async (path) => {
    await using app = await serve(options);
    expect((await app.send(path)).status).toBe(200);
  });

  it.each(['Bearer first', 'bearer second', 'Bearer third'])(
    'may be any of those configured: %s',
    async (authorization) => {
      await using app = await serve(options);
      expect((await app.send('/prompts', { headers: { authorization } })).status).toBe(200);
    },
  );

  it.each(['Bearer fourth', 'Bearer', 'first', 'Basic first', 'Bearer first second', 'Bearer firs'])(
    'is refused: %s',
    async (authorization) => {
      await using app = await serve(options);
      expect((await app.send('/prompts', { headers: { authorization } })).status).toBe(401);
    },
  );

  it('that is empty admits nobody', async () => {
    await using app = await serve({ systemPrompts, auth: { tokens: [() => ''] } });
    expect((await app.send('/prompts', { headers: { authorization: 'Bearer ' } })).status).toBe(401);
    expect((await app.send('/prompts')).status).toBe(401);
  });

  it('that can not be had leaves the others valid', async () => {
    const fail = () => Promise.reject(new Error('no vault'));
    await using app = await serve({ systemPrompts, auth: { tokens: [fail, 'second', (() => 3) as never] } });
    const status = async (token: string) =>
      (await app.send('/prompts', { headers: { authorization: `Bearer ${token}` } })).status;
    expect([await status('second'), await status('other')]).toEqual([200, 500]);
  });
});

describe('health', () => {
  it('names the required prompts that are missing or only a fallback', async () => {
    const { provider, texts } = scriptedProvider();
    texts.set('good', 'text');
    const entry = (id: string) => ({ provider: 'scripted', config: { id }, required: true });
    await using app = await serve({
      systemPrompts: {
        good: entry('good'),
        missing: entry('missing'),
        fallback: { ...entry('fallback'), fallback: 'F' },
        optional: { ...entry('missing'), required: false },
        file: { file: '/no/such/file', required: true },
        own: { content: 'text', required: true },
      },
      providers: [provider],
    });
    const response = await app.send('/readyz');
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ ready: false, prompts: ['missing', 'fallback', 'file'] });
    expect(app.server.prompts.status().ready).toBe(false);
    expect(await (await app.send('/metrics')).text()).toContain('prompts_ready 0');
    expect((await app.send('/healthz')).status).toBe(200);

    texts.set('missing', 'text').set('fallback', 'text');
    await app.server.prompts.refresh();
    expect(await (await app.send('/readyz')).json()).toMatchObject({ prompts: ['file'] });
    expect(app.server.promptManager.getPrompt('missing')).toBe('text');
  });

  it('is described with every route', async () => {
    await using app = await serve({ systemPrompts });
    const { openapi, paths } = (await (await app.send('/openapi.json')).json()) as { openapi: string; paths: object };
    expect(openapi).toBe('3.1.0');
    expect(Object.keys(paths)).toContain('/prompts/{name}/render');
  });
});

describe('an unexpected failure', () => {
  it('is logged, and answered without its message', async () => {
    const logger = { debug() {}, info() {}, warn() {}, error: vi.fn() };
    const fail = () => {
      throw new Error('inside');
    };
    await using app = await serve({ systemPrompts, auth: { tokens: [fail] }, logger });
    const response = await app.send('/prompts', { headers: { authorization: 'Bearer x' } });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('inside');
    expect(logger.error).toHaveBeenCalledWith(expect.stringContaining('inside'));
  });
});
