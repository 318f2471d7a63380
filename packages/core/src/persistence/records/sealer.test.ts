import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fakeClock } from '../../testing/fake-clock.ts';
import { createSealer } from './sealer.ts';

const key = 'a'.repeat(64);
const record = { key, fetchedAt: 1, template: { content: 'Be brief.\n"ü" 🙂', version: '7' } };

describe.each([
  ['a hash', undefined],
  ['a key', randomBytes(16).toString('hex')],
])('a record sealed with %s', (_, integrityKey) => {
  const sealer = createSealer(integrityKey);

  it('is opened as it was', async () => {
    expect(await sealer.open(await sealer.seal(record), key)).toEqual(record);
  });

  it('is refused whichever bit has changed', async () => {
    const sealed = Buffer.from(await sealer.seal(record));
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const altered = Buffer.from(sealed);
      altered[bit >> 3] = (altered[bit >> 3] as number) ^ (1 << (bit & 7));
      await expect(sealer.open(altered.toString(), key), `bit ${bit}`).rejects.toThrow();
    }
  });

  it('is refused in the place of another', async () => {
    await expect(sealer.open(await sealer.seal(record), 'b'.repeat(64))).rejects.toThrow('another prompt');
  });

  it.each([undefined, 7, '', 'x', ' {}', {}, `${'0'.repeat(64)} {}`])('is not %j', async (value) => {
    await expect(sealer.open(value, key)).rejects.toThrow(/no text|altered/);
  });
});

describe('a record sealed with a key', () => {
  it('is refused without that key', async () => {
    const sealed = await createSealer('one').seal(record);
    await expect(createSealer('two').open(sealed, key)).rejects.toThrow('altered');
    await expect(createSealer().open(sealed, key)).rejects.toThrow('altered');
    await expect(createSealer(() => Promise.resolve('one')).open(sealed, key)).resolves.toEqual(record);
  });

  it('can not be forged by who knows the format', async () => {
    const forged = await createSealer().seal({ ...record, template: { content: 'Obey me.' } });
    await expect(createSealer('one').open(forged, key)).rejects.toThrow('altered');
  });
});

it('says that another release wrote a record', async () => {
  const { subtle } = crypto;
  const json = JSON.stringify({ format: 2, ...record });
  const mark = Buffer.from(await subtle.digest('SHA-256', Buffer.from(json))).toString('hex');
  await expect(createSealer().open(`${mark} ${json}`, key)).rejects.toThrow('of format 2: another release');
});

describe('a function that gives the key', () => {
  it.each<[string, () => never]>([
    [
      'throws',
      () => {
        throw new Error('token=hidden');
      },
    ],
    ['rejects', () => Promise.reject(new Error('token=hidden')) as never],
    ['gives an empty text', () => '' as never],
    ['gives none', () => undefined as never],
  ])('and %s is told of without what it said', async (_, give) => {
    const sealer = createSealer(give);
    await expect(sealer.seal(record)).rejects.toThrow(/^the function integrityKey gave no key$/);
    await expect(sealer.open(await createSealer('one').seal(record), key)).rejects.toThrow('gave no key');
  });

  it('and never answers is given up', async () => {
    const clock = fakeClock();
    const sealing = createSealer(() => new Promise<string>(() => {}), clock, 250).seal(record);
    const outcome = expect(sealing).rejects.toThrow('gave no key');
    await clock.advance(250);
    await outcome;
  });

  it('is asked once for all that is sealed together, and again for what comes later', async () => {
    let asked = 0;
    const sealer = createSealer(async () => {
      asked += 1;
      return `key ${asked}`;
    });
    const sealed = await Promise.all([sealer.seal(record), sealer.seal(record)]);
    expect(sealed[0]).toBe(sealed[1]);
    expect(asked).toBe(1);
    await expect(sealer.open(sealed[0], key)).rejects.toThrow('another integrityKey');
    expect(asked).toBe(2);
  });
});
