import type { SourceIdentity } from '../identity/source-key.ts';
import type { AnyProvider } from './provider.ts';

/** Where a text is: its provider, the config that loads it, and the keys that identify it. */
export interface SourceAddress extends SourceIdentity {
  readonly provider: AnyProvider;
  readonly config: unknown;
}
