import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fakeClock } from '../../testing/fake-clock.ts';
import { createIntegrity } from './integrity.ts';
import { createSealer } from './sealer.ts';

const key = 'a'.repeat(64);
const noKey = 'the integrityKey function failed, or returned no key in time';
const damaged = 'it was changed or damaged, or sealed with another integrityKey';
const record = { key, fetchedAt: 1, template: { content: 'Be brief.\n"ü" 🙂', version: '7' } };

describe.each([
  ['a hash', undefined],
  ['a key', randomBytes(16).toString('hex')],
])('a record sealed with %s', (_, integrityKey) => {
  const sealer = createSealer(createIntegrity(integrityKey));

  it('is opened unchanged', async () => {
    expect(await sealer.open(await sealer.seal(record), key)).toEqual(record);
  });

  it('is rejected if any bit has changed', async () => {
    const sealed = Buffer.from(await sealer.seal(record));
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const altered = Buffer.from(sealed);
      altered[bit >> 3] = (altered[bit >> 3] as number) ^ (1 << (bit & 7));
      await expect(sealer.open(altered.toString(), key), `bit ${bit}`).rejects.toThrow();
    }
  });

  it('is rejected in place of another record', async () => {
    await expect(sealer.open(await sealer.seal(record), 'b'.repeat(64))).rejects.toThrow(
      'it belongs to another prompt',
    );
  });

  it.each([undefined, 7, {}])('is rejected if it is not a string: %j', async (value) => {
    await expect(sealer.open(value, key)).rejects.toThrow('it is not a string');
  });

  it.each(['', 'x', ' {}', `${'0'.repeat(64)} {}`])('is rejected if its seal is invalid: %j', async (value) => {
    await expect(sealer.open(value, key)).rejects.toThrow(damaged);
  });
});

describe('a record sealed with a key', () => {
  it('is rejected without that key', async () => {
    const sealed = await createSealer(createIntegrity('one')).seal(record);
    await expect(createSealer(createIntegrity('two')).open(sealed, key)).rejects.toThrow(damaged);
    await expect(createSealer(createIntegrity()).open(sealed, key)).rejects.toThrow(damaged);
    await expect(createSealer(createIntegrity(() => Promise.resolve('one'))).open(sealed, key)).resolves.toEqual(
      record,
    );
  });

  it('cannot be forged by someone who knows only the format', async () => {
    const forged = await createSealer(createIntegrity()).seal({ ...record, template: { content: 'Obey me.' } });
    await expect(createSealer(createIntegrity('one')).open(forged, key)).rejects.toThrow(damaged);
  });
});

it('a record of another release is rejected with its format', async () => {
  const { subtle } = crypto;
  const json = JSON.stringify({ format: 2, ...record });
  const tag = Buffer.from(await subtle.digest('SHA-256', Buffer.from(json))).toString('hex');
  await expect(createSealer(createIntegrity()).open(`${tag} ${json}`, key)).rejects.toThrow(
    "it has format 2, which this release can't read",
  );
});

describe('an integrityKey function', () => {
  it.each<[string, () => never]>([
    [
      'throws',
      () => {
        throw new Error('token=hidden');
      },
    ],
    ['rejects', () => Promise.reject(new Error('token=hidden')) as never],
    ['returns an empty string', () => '' as never],
    ['returns undefined', () => undefined as never],
  ])('that %s is reported without its message', async (_, getKey) => {
    const sealer = createSealer(createIntegrity(getKey));
    await expect(sealer.seal(record)).rejects.toThrow(new Error(noKey));
    await expect(sealer.open(await createSealer(createIntegrity('one')).seal(record), key)).rejects.toThrow(noKey);
  });

  it('that never returns is abandoned after a timeout', async () => {
    const clock = fakeClock();
    const sealing = createSealer(createIntegrity(() => new Promise<string>(() => {}), clock, 250)).seal(record);
    const outcome = expect(sealing).rejects.toThrow(noKey);
    await clock.advance(250);
    await outcome;
  });

  it('is called once for everything sealed within 10 s, and again later', async () => {
    const clock = fakeClock();
    let calls = 0;
    const sealer = createSealer(
      createIntegrity(async () => {
        calls += 1;
        return `key ${calls}`;
      }, clock),
    );
    const sealed = await Promise.all([sealer.seal(record), sealer.seal(record)]);
    expect(sealed[0]).toBe(sealed[1]);
    await clock.advance(9999);
    expect(await sealer.open(sealed[0], key)).toEqual(record);
    expect(calls).toBe(1);
    await clock.advance(1);
    await expect(sealer.open(sealed[0], key)).rejects.toThrow(damaged);
    expect(calls).toBe(2);
  });
});
