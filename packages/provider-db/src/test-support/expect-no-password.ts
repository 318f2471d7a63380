import { inspect } from 'node:util';
import { expect } from 'vitest';

/** Sees that an error tells nobody the password of a URL, wherever it is looked at. */
export function expectNoPassword(error: unknown, url: string): void {
  const { password } = new URL(url);
  const { message, stack } = error as Error;
  for (const text of [message, stack, JSON.stringify(error), inspect(error, { depth: 9, showHidden: true })])
    expect(text).not.toContain(password);
}
