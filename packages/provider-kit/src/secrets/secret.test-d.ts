import type { SecretInput } from './secret.ts';

/** A `Secret` as another copy of this package declares it. */
declare class OtherSecret {
  reveal(): Promise<string>;
  toString(): string;
  toJSON(): string;
}

declare const other: OtherSecret;
other satisfies SecretInput;

// @ts-expect-error an object that is not a Secret
({ token: 'text' }) satisfies SecretInput;
