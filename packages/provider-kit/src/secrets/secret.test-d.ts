import { expectTypeOf } from 'vitest';
import type { SecretInput } from './secret.ts';

/** A `Secret` as another copy of this package declares it. */
declare class OtherSecret {
  reveal(): Promise<string>;
  toString(): string;
  toJSON(): string;
}

expectTypeOf<OtherSecret>().toExtend<SecretInput>();
expectTypeOf<{ token: string }>().not.toExtend<SecretInput>();
