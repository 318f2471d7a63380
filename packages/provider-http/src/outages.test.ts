import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPrompts, type PromptErrorCode, type Prompts, type TierOptions } from '@prompts/core';
import { type Fault, fakeClock } from '@prompts/provider-testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HostNames, type NameFault } from '../../../scripts/test/host-names.ts';
import { http } from './http.ts';
import { type PageServer, startPageServer } from './test-support/page-server.ts';

const goodText = 'You are well.';

const readTimeoutMs = 10_000;
const loadTimeoutMs = 30_000;

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
  server.pages.set('/it.md', { body: goodText });
  server.pages.set('/it.json', { body: JSON.stringify({ text: goodText }) });
});
afterEach(async () => {
  for (const prompts of open.splice(0)) await prompts.close();
  names[Symbol.dispose]();
  await server.close();
  await rm(folder, { recursive: true });
});

/** A fault, the error for a reader without any text, and whether the source never responds completely. */
type Outage = readonly [
  name: string,
  fault: Fault | 'no server' | NameFault,
  code: PromptErrorCode,
  duration?: 'forever',
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
  ['a late response', { kind: 'latency', milliseconds: 3_600_000 }, 'TIMEOUT', 'forever'],
  ['no response', { kind: 'hang' }, 'TIMEOUT', 'forever'],
  ['a body that stops', { kind: 'hang-body' }, 'TIMEOUT', 'forever'],
  ['a body that drips', { kind: 'drip', milliseconds: 5 }, 'TIMEOUT', 'forever'],
  ['a truncated body', { kind: 'cut-body' }, 'UNAVAILABLE'],
  ['a truncated chunk', { kind: 'cut-chunked' }, 'UNAVAILABLE'],
  ['a reset', { kind: 'reset' }, 'UNAVAILABLE'],
  ['a gzip bomb', { kind: 'gzip-bomb' }, 'CONTENT_INVALID'],
  ['a wrong length', { kind: 'wrong-length' }, 'UNAVAILABLE'],
  ['a redirect loop', { kind: 'redirect-loop' }, 'UNAVAILABLE'],
  ['a redirect to a forbidden host', { kind: 'redirect-to', url: 'https://127.0.0.2/' }, 'FORBIDDEN'],
  ['no status line', { kind: 'malformed', what: 'status-line' }, 'UNAVAILABLE'],
  ['truncated JSON', { kind: 'malformed', what: 'json' }, 'CONTENT_INVALID'],
  ['a login page', { kind: 'login-page' }, 'CONTENT_INVALID'],
  ['bytes that are not text', { kind: 'binary' }, 'CONTENT_INVALID'],
  ['an empty text', { kind: 'empty' }, 'CONTENT_INVALID'],
  ['no server', 'no server', 'UNAVAILABLE'],
  ['an unknown host name', 'ENOTFOUND', 'UNAVAILABLE'],
  ['no name server', 'EAI_AGAIN', 'UNAVAILABLE'],
  ['a name server that does not respond', 'silence', 'TIMEOUT', 'forever'],
];

function isNameFault(fault: Outage[1]): fault is NameFault {
  return typeof fault === 'string' && fault !== 'no server';
}

/** Starts a process with its own provider and connections. With a TTL of 0, each read checks the source. */
async function startProcess(fault: Outage[1], tiers: TierOptions = {}): Promise<Prompts> {
  const isJson = typeof fault === 'object' && fault.kind === 'malformed' && fault.what === 'json';
  // An open connection would not resolve the name again.
  if (isNameFault(fault)) server.pages.set('/it.md', { body: goodText, headers: { connection: 'close' } });
  const origin = server.url.replace('127.0.0.1', 'prompts.test');
  const config = isJson ? { url: `${origin}/it.json`, select: '/text' } : { url: `${origin}/it.md` };
  const prompts = await createPrompts({
    systemPrompts: { it: { provider: 'http', config } },
    providers: [http({ allowHosts: ['prompts.test'] })],
    cache: { ttl: 0, timeout: readTimeoutMs / 1000, ...tiers },
    root: folder,
    preload: false,
    clock,
  });
  open.push(prompts);
  return prompts;
}

/** Starts a process that reads the good text, then makes the source fail. `second` starts another process. */
async function startThenFail([, fault]: Outage, tiers?: TierOptions) {
  const first = await startProcess(fault, tiers);
  expect((await first.get('it')).content).toBe(goodText);
  const second = () => startProcess(fault, tiers);
  if (tiers) await first.close();
  await failSource(fault);
  return { first, second };
}

async function failSource(fault: Outage[1]): Promise<void> {
  if (fault === 'no server') await server.close();
  else if (isNameFault(fault)) names.fail(fault);
  else server.fail(fault);
}

/** Reads the prompt. If the source never responds, advances the clock after the request. */
async function read(prompts: Prompts, duration: Outage[3], waitMs = readTimeoutMs) {
  const countAttempts = () => server.requests.length + names.failures;
  const attemptsBefore = countAttempts();
  const reading = prompts.get('it').then(
    ({ content, state }) => ({ content, state }),
    ({ name, code }) => ({ name, code }),
  );
  if (duration) {
    await expect.poll(countAttempts, { interval: 2 }).toBeGreaterThan(attemptsBefore);
    await clock.advance(waitMs);
  }
  return reading;
}

const stale = { content: goodText, state: 'stale' };

/** Expects stale reads, before and after the failure of the source is known. */
async function expectStaleReads(prompts: Prompts, duration: Outage[3]): Promise<void> {
  const failed = new Promise<unknown>((resolve) => prompts.on('error', ({ error }) => resolve(error.name)));
  expect(await read(prompts, duration, loadTimeoutMs)).toEqual(stale);
  expect(await failed).toBe('PromptError');
  expect(await read(prompts, undefined)).toEqual(stale);
  expect(prompts.peek('it')).toMatchObject(stale);
}

describe.each(outages.map((outage) => [outage[0], outage] as const))('%s', (_, outage) => {
  const [, fault, code, duration] = outage;

  it('is a PromptError for a process without the text', async () => {
    const prompts = await startProcess(fault);
    await failSource(fault);
    expect(await read(prompts, duration)).toEqual({ name: 'PromptError', code });
    expect(prompts.peek('it')).toBeUndefined();
  });

  it('leaves the last good text to the process that read it', async () => {
    const { first } = await startThenFail(outage);
    await expectStaleReads(first, duration);
  });

  it('leaves the last good text to a process that starts with the snapshot', async () => {
    const { second } = await startThenFail(outage, { snapshot: 'snapshot' });
    await expectStaleReads(await second(), duration);
  });

  it('leaves the last good text to a process that starts with the store', async () => {
    const { second } = await startThenFail(outage, { store: createStore() });
    const prompts = await second();
    expect(await read(prompts, duration)).toEqual(stale);
    expect(await read(prompts, undefined)).toEqual(stale);
  });
});

it('a host name that fails to resolve is retried less and less often, until it resolves again', async () => {
  const prompts = await startProcess('ENOTFOUND');
  names.fail('ENOTFOUND');
  await expect(prompts.get('it')).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringMatching(/prompts\.test:\d+ failed: ENOTFOUND/),
  });
  const failuresPerMinute: number[] = [];
  for (let minute = 0; minute < 3; minute += 1) {
    const before = names.failures;
    for (let second = 0; second < 60; second += 1) {
      await clock.advance(1000);
      await expect(prompts.get('it')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    }
    failuresPerMinute.push(names.failures - before);
  }
  expect(failuresPerMinute[0]).toBeLessThan(10);
  expect(failuresPerMinute[0]).toBeGreaterThan(failuresPerMinute[2] as number);
  expect(failuresPerMinute[2]).toBeGreaterThan(0);

  names.fail(undefined);
  // The longest back-off.
  await clock.advance(60_000);
  expect((await prompts.get('it')).content).toBe(goodText);
});

/** Creates a minimal store. */
function createStore(): NonNullable<TierOptions['store']> {
  const values = new Map<string, string>();
  return {
    get: async (key) => values.get(key),
    set: async (key, value) => values.set(key, value),
    delete: async (key) => values.delete(key),
  };
}
