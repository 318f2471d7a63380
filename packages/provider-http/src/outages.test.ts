import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPrompts, type PromptErrorCode, type Prompts, type TierOptions } from '@prompts/core';
import { type Fault, fakeClock } from '@prompts/provider-testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HostNames, type NameFault } from '../../../scripts/test/host-names.ts';
import { http } from './http.ts';
import { type PageServer, startPageServer } from './test-support/page-server.ts';

const good = 'You are well.';

/** Milliseconds of the reader's patience, and of the provider's. */
const timeout = 10_000;
const loadTimeout = 30_000;

let server: PageServer;
let names: HostNames;
let folder: string;
let clock: ReturnType<typeof fakeClock>;
const open: Prompts[] = [];
beforeEach(async () => {
  server = await startPageServer();
  folder = await mkdtemp(join(tmpdir(), 'prompts-'));
  clock = fakeClock();
  names = new HostNames();
  server.pages.set('/it.md', { body: good });
  server.pages.set('/it.json', { body: JSON.stringify({ text: good }) });
});
afterEach(async () => {
  for (const prompts of open.splice(0)) await prompts.close();
  names[Symbol.dispose]();
  await server.close();
  await rm(folder, { recursive: true });
});

/** A fault, what a reader without any text is told of it, and whether no answer ever comes. */
type Outage = readonly [
  what: string,
  fault: Fault | 'no server' | NameFault,
  code: PromptErrorCode,
  lasts?: 'for ever',
];

const status = (code: number, headers?: Record<string, string>): Fault => ({
  kind: 'status',
  status: code,
  ...(headers && { headers }),
});

const outages: readonly Outage[] = [
  ['401', status(401), 'AUTH_FAILED'],
  ['403', status(403), 'FORBIDDEN'],
  ['404', status(404), 'NOT_FOUND'],
  ['429', status(429, { 'retry-after': '7' }), 'RATE_LIMITED'],
  ['500', status(500), 'UNAVAILABLE'],
  ['503', status(503), 'UNAVAILABLE'],
  ['an answer that is late', { kind: 'latency', milliseconds: 3_600_000 }, 'TIMEOUT', 'for ever'],
  ['no answer', { kind: 'hang' }, 'TIMEOUT', 'for ever'],
  ['a body that stops', { kind: 'hang-body' }, 'TIMEOUT', 'for ever'],
  ['a body that drips', { kind: 'drip', milliseconds: 5 }, 'TIMEOUT', 'for ever'],
  ['a body that is cut', { kind: 'cut-body' }, 'UNAVAILABLE'],
  ['a chunk that is cut', { kind: 'cut-chunked' }, 'UNAVAILABLE'],
  ['a reset', { kind: 'reset' }, 'UNAVAILABLE'],
  ['a gzip bomb', { kind: 'gzip-bomb' }, 'CONTENT_INVALID'],
  ['a wrong length', { kind: 'wrong-length' }, 'UNAVAILABLE'],
  ['a redirect loop', { kind: 'redirect-loop' }, 'UNAVAILABLE'],
  ['a redirect to where nobody may go', { kind: 'redirect-to', url: 'https://127.0.0.2/' }, 'FORBIDDEN'],
  ['no status line', { kind: 'malformed', what: 'status-line' }, 'UNAVAILABLE'],
  ['JSON that breaks off', { kind: 'malformed', what: 'json' }, 'CONTENT_INVALID'],
  ['a login page', { kind: 'login-page' }, 'CONTENT_INVALID'],
  ['bytes that are no text', { kind: 'binary' }, 'CONTENT_INVALID'],
  ['an empty text', { kind: 'empty' }, 'CONTENT_INVALID'],
  ['no server', 'no server', 'UNAVAILABLE'],
  ['a name that nobody knows', 'ENOTFOUND', 'UNAVAILABLE'],
  ['no name server', 'EAI_AGAIN', 'UNAVAILABLE'],
  ['a name server that says nothing', 'silence', 'TIMEOUT', 'for ever'],
];

function isOfName(fault: Outage[1]): fault is NameFault {
  return typeof fault === 'string' && fault !== 'no server';
}

/** A process. Each has a provider and connections of its own. A TTL of 0: the source is asked at each read. */
async function start(fault: Outage[1], tiers: TierOptions = {}): Promise<Prompts> {
  const isJson = typeof fault === 'object' && fault.kind === 'malformed' && fault.what === 'json';
  // A connection that stands needs no name.
  if (isOfName(fault)) server.pages.set('/it.md', { body: good, headers: { connection: 'close' } });
  const origin = server.url.replace('127.0.0.1', 'prompts.test');
  const config = isJson ? { url: `${origin}/it.json`, select: '/text' } : { url: `${origin}/it.md` };
  const prompts = await createPrompts({
    systemPrompts: { it: { provider: 'http', config } },
    providers: [http({ allowHosts: ['prompts.test'] })],
    cache: { ttl: 0, timeout: timeout / 1000, ...tiers },
    root: folder,
    preload: false,
    clock,
  });
  open.push(prompts);
  return prompts;
}

/** A process that has read the good text, and one after it that has not. The source fails from here on. */
async function twoProcesses([, fault]: Outage, tiers?: TierOptions) {
  const first = await start(fault, tiers);
  expect((await first.get('it')).content).toBe(good);
  const second = () => start(fault, tiers);
  if (tiers) await first.close();
  await begin(fault);
  return { first, second };
}

async function begin(fault: Outage[1]): Promise<void> {
  if (fault === 'no server') await server.close();
  else if (isOfName(fault)) names.fail(fault);
  else server.fail(fault);
}

/** What a read gives. Where no answer comes, time passes once the source was asked. */
async function read(prompts: Prompts, lasts: Outage[3], milliseconds = timeout) {
  const asked = () => server.requests.length + names.failures;
  const before = asked();
  const reading = prompts.get('it').then(
    ({ content, state }) => ({ content, state }),
    ({ name, code }) => ({ name, code }),
  );
  if (lasts) {
    await expect.poll(asked, { interval: 2, timeout: 5000 }).toBeGreaterThan(before);
    await clock.advance(milliseconds);
  }
  return reading;
}

const stale = { content: good, state: 'stale' };

/** Reads that needn't wait, before and after it is known that the source fails. */
async function expectStaleAtOnce(prompts: Prompts, lasts: Outage[3]): Promise<void> {
  const failed = new Promise<unknown>((resolve) => prompts.on('error', ({ error }) => resolve(error.name)));
  expect(await read(prompts, lasts, loadTimeout)).toEqual(stale);
  expect(await failed).toBe('PromptError');
  expect(await read(prompts, undefined)).toEqual(stale);
  expect(prompts.peek('it')).toMatchObject(stale);
}

describe.each(outages.map((outage) => [outage[0], outage] as const))('%s', (_, outage) => {
  const [, fault, code, lasts] = outage;

  it('is a typed error for who has no text', async () => {
    const prompts = await start(fault);
    await begin(fault);
    expect(await read(prompts, lasts)).toEqual({ name: 'PromptError', code });
    expect(prompts.peek('it')).toBeUndefined();
  });

  it('leaves the last good text to who has read it', async () => {
    const { first } = await twoProcesses(outage);
    await expectStaleAtOnce(first, lasts);
  });

  it('leaves the last good text to a process that is started with the snapshot', async () => {
    const { second } = await twoProcesses(outage, { snapshot: 'snapshot' });
    await expectStaleAtOnce(await second(), lasts);
  });

  it('leaves the last good text to a process that is started with the store', async () => {
    const { second } = await twoProcesses(outage, { store: asyncMap() });
    const prompts = await second();
    expect(await read(prompts, lasts)).toEqual(stale);
    expect(await read(prompts, undefined)).toEqual(stale);
  });
});

it('asks for a name that is gone less and less often, and notices when it is back', async () => {
  const prompts = await start('ENOTFOUND');
  names.fail('ENOTFOUND');
  await expect(prompts.get('it')).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringMatching(/prompts\.test:\d+ failed: ENOTFOUND/),
  });
  const failuresOfMinutes = [];
  for (let minute = 0; minute < 3; minute += 1) {
    const before = names.failures;
    for (let second = 0; second < 60; second += 1) {
      await clock.advance(1000);
      await expect(prompts.get('it')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    }
    failuresOfMinutes.push(names.failures - before);
  }
  expect(failuresOfMinutes[0]).toBeLessThan(10);
  expect(failuresOfMinutes[0]).toBeGreaterThan(failuresOfMinutes[2] as number);
  expect(failuresOfMinutes[2]).toBeGreaterThan(0);

  names.fail(undefined);
  // No pause is longer.
  await clock.advance(60_000);
  expect((await prompts.get('it')).content).toBe(good);
});

/** The least that is a store. */
function asyncMap(): NonNullable<TierOptions['store']> {
  const values = new Map<string, string>();
  return {
    get: async (key) => values.get(key),
    set: async (key, value) => values.set(key, value),
    delete: async (key) => values.delete(key),
  };
}
