import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../identity/canonical.ts';
import { sha256 } from '../../identity/sha256.ts';
import { createAddress } from '../../provider/source-address.ts';
import { createIntegrity } from './integrity.ts';
import { RecordKeys } from './record-keys.ts';

const provider = { name: 'p', load: () => Promise.reject(new Error('not called')) };

interface KeyParts {
  readonly name?: string;
  readonly entry?: string;
  readonly namespace?: string;
  readonly integrityKey?: string | undefined;
}

/** Computes the key of a config as a process that has just started does. */
async function keyOf(config: object, { name = 'p', entry = 'it', namespace, integrityKey }: KeyParts = {}) {
  const address = await createAddress(name, provider, config);
  return new RecordKeys(createIntegrity(integrityKey), namespace).ofAddress(address, entry);
}

describe.each([undefined, 'a key'])('the key of a record (integrityKey: %s)', (integrityKey) => {
  it('is the same hash in every process', async () => {
    const config = { id: 'a', token: 'T' };
    const key = await keyOf(config, { integrityKey });
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(await keyOf({ token: 'T', id: 'a' }, { integrityKey })).toBe(key);
    expect(await keyOf(config, { integrityKey, entry: 'another entry' })).toBe(key);
  });

  it.each<[string, object, KeyParts]>([
    ['provider name', { id: 'a', token: 'T' }, { name: 'q' }],
    ['source', { id: 'b', token: 'T' }, {}],
    ['access', { id: 'a', token: 'U' }, {}],
    ['missing access', { id: 'a' }, {}],
    ['namespace', { id: 'a', token: 'T' }, { namespace: 'staging' }],
  ])('covers the %s', async (_, config, parts) => {
    expect(await keyOf(config, { integrityKey, ...parts })).not.toBe(
      await keyOf({ id: 'a', token: 'T' }, { integrityKey }),
    );
  });

  it('has the name of the entry in place of a function, which differs in every process', async () => {
    const key = await keyOf({ id: 'a', token: () => 'T' }, { integrityKey });
    expect(await keyOf({ id: 'a', token: async () => 'U' }, { integrityKey })).toBe(key);
    expect(await keyOf({ id: 'a', token: () => 'T' }, { integrityKey, entry: 'other' })).not.toBe(key);
    expect(await keyOf({ id: 'a', token: 'it' }, { integrityKey })).not.toBe(key);
  });
});

describe('a credential', () => {
  const config = { id: 'a', token: 'summer2026' };

  it('cannot be guessed from a key without a slow derivation or the integrityKey', async () => {
    const { identity } = await createAddress('p', provider, config);
    const { source, access } = identity;
    const cheap = [
      [config],
      ['p', config],
      ['p', source, access],
      ['', 'p', source, access],
      ['', 'p', source, await sha256(canonicalJson(access))],
      ['', 'p', source, await sha256(canonicalJson(['p', access]))],
    ];
    const guesses = await Promise.all(cheap.map((parts) => sha256(canonicalJson(parts))));
    const [slow, keyed] = [await keyOf(config), await keyOf(config, { integrityKey: 'a key' })];
    expect(guesses).not.toContain(slow);
    expect(guesses).not.toContain(keyed);
    expect(keyed).not.toBe(slow);
    expect(await keyOf(config, { integrityKey: 'another key' })).not.toBe(keyed);
  });

  it('is derived in 5 ms or more without an integrityKey, and once for all sources that it reads', async () => {
    const keys = new RecordKeys(createIntegrity());
    const addresses = await Promise.all(
      Array.from({ length: 200 }, (_, id) => createAddress('p', provider, { id, token: 'summer2026' })),
    );
    const measure = async (count: number) => {
      const started = performance.now();
      await Promise.all(addresses.slice(0, count).map((address) => keys.ofAddress(address, 'it')));
      return performance.now() - started;
    };
    const firstMs = await measure(1);
    expect(firstMs).toBeGreaterThan(5);
    // 200 derivations would take 200 times as long.
    expect(await measure(200)).toBeLessThan(20 * firstMs);
  });
});
