import { expect } from 'vitest';
import { errorText } from './error-text.ts';

/** Expects that an error does not reveal the password of a database URL. */
export function expectNoPassword(error: unknown, url: string): void {
  expect(errorText(error)).not.toContain(new URL(url).password);
}
