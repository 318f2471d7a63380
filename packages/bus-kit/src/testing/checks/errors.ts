import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { BusUnderTest } from '../bus-under-test.ts';

/** A port on which no server listens (RFC 1078, out of use). */
const unusedPort = '1';

/** What a bus throws. */
export function testErrors({ create, url, invalidAddresses = [], invalidChannels = [] }: BusUnderTest): void {
  describe('an error', () => {
    test('is AUTH_FAILED for a wrong password, and does not contain it', async ({ skip }) => {
      const address = new URL(await url());
      if (address.password === '') return skip('the address of the server under test has no password');
      address.password = randomBytes(12).toString('hex');
      const bus = create(address.href);
      for (const attempt of [() => bus.publish('message'), () => bus.subscribe(() => {})]) {
        const error: unknown = await attempt().catch((thrown) => thrown);
        expect(error).toMatchObject({ name: 'PromptError', code: 'AUTH_FAILED', retryable: false });
        const shown = inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error);
        expect(shown).toContain(address.host);
        expect(shown).not.toContain(address.password);
      }
    });

    test('is UNAVAILABLE if no server listens, and does not affect other buses', async () => {
      const address = new URL(await url());
      const other = create(address.href);
      address.port = unusedPort;
      const bus = create(address.href);
      await expect(bus.subscribe(() => {})).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      await expect(bus.publish('message')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      await other.publish('message');
    });

    test.for(invalidAddresses)('is CONFIG_INVALID for the address %s, and does not contain its password', (address) => {
      const password = randomBytes(12).toString('hex');
      const error = catchError(() => create(address.replace('PASSWORD', password)));
      expect(error).toMatchObject({ name: 'PromptError', code: 'CONFIG_INVALID' });
      expect(inspect(error, { showHidden: true })).not.toContain(password);
    });

    test.for([undefined, null, 7] as unknown as string[])('is CONFIG_INVALID for the address %s', (address) => {
      expect(catchError(() => create(address))).toMatchObject({ name: 'PromptError', code: 'CONFIG_INVALID' });
    });

    test.for(['', 7 as unknown as string, ...invalidChannels])(
      'is CONFIG_INVALID for the channel %j',
      async (channel) => {
        const address = await url();
        const error = catchError(() => create(address, { channel }));
        expect(error).toMatchObject({ name: 'PromptError', code: 'CONFIG_INVALID' });
      },
    );
  });
}

function catchError(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
