import { expect, test } from 'vitest';
import { connectToFirst } from './index.ts';

interface Attempt {
  readonly name: string;
  readonly signal: AbortSignal;
  readonly opened: PromiseWithResolvers<{ readonly name: string; end(): void }>;
}

/** Servers that connect when a test says so. */
function startServers() {
  const attempts: Attempt[] = [];
  const ended: string[] = [];
  const abort = new AbortController();
  const connect = (name: string, signal: AbortSignal) => {
    const opened: Attempt['opened'] = Promise.withResolvers();
    attempts.push({ name, signal, opened });
    return opened.promise;
  };
  return {
    attempts,
    ended,
    abort,
    first: (...names: string[]) => connectToFirst(names, connect, abort.signal),
    accept: (index: number) => {
      const name = String(attempts[index]?.name);
      attempts[index]?.opened.resolve({ name, end: () => ended.push(name) });
    },
    refuse: (index: number, reason: unknown) => attempts[index]?.opened.reject(reason),
  };
}

/** Lets promises settle that don't wait for anything. */
const settle = () => new Promise(setImmediate);

test('tries the next server when one has failed, and no other', async () => {
  const servers = startServers();
  const first = servers.first('a', 'b', 'c');
  servers.refuse(0, new Error('down'));
  await settle();
  servers.accept(1);
  expect(await first).toMatchObject({ name: 'b' });
  expect(servers.attempts.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(servers.ended).toEqual([]);
});

test('tries the next server when one does not respond for 1 s, and ends a connection that comes too late', async () => {
  const servers = startServers();
  const first = servers.first('frozen', 'b');
  await expect.poll(() => servers.attempts.length).toBe(2);
  servers.accept(1);
  expect(await first).toMatchObject({ name: 'b' });
  expect(servers.attempts[0]?.signal.aborted).toBe(true);
  servers.accept(0);
  await settle();
  expect(servers.ended).toEqual(['frozen']);
});

test('rejects with all errors if no server is left', async () => {
  const servers = startServers();
  const first = servers.first('a', 'b');
  const [one, other] = [new Error('one'), new Error('other')];
  servers.refuse(0, one);
  await settle();
  servers.refuse(1, other);
  await expect(first).rejects.toMatchObject({ errors: [one, other] });
});

test('tries no further server when it is aborted', async () => {
  const servers = startServers();
  const first = servers.first('a', 'b');
  servers.abort.abort();
  expect(servers.attempts[0]?.signal.aborted).toBe(true);
  servers.refuse(0, new Error('aborted'));
  await expect(first).rejects.toThrow();
  expect(servers.attempts).toHaveLength(1);
});
