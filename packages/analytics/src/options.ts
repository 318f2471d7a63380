import type { Logger } from '@prompts/core';
import type { SecretInput } from '@prompts/provider-kit';
import type { Knex } from 'knex';

/** The options of `analytics`. `Dimension` is the union of the names in `dimensions`. */
export interface AnalyticsOptions<Dimension extends string = never> {
  /**
   * Where the counts are kept: `sqlite:<path>`, `postgres://user:password@host/database`, `mysql://user:password@host/database`,
   * a function that returns such an address, a Secret, or the app's own knex, which is never destroyed.
   */
  readonly store: SecretInput | Knex;
  /** How often counts are written to the store, in seconds. A process that is killed loses at most that. Default 10. */
  readonly flush?: number | undefined;
  /** The keys of `request.context` to count by, such as `['team']`. They require a `hashKey`. */
  readonly dimensions?: readonly Dimension[] | undefined;
  /**
   * The key with which the values of dimensions, and the units of experiments, are replaced by their HMAC-SHA-256. Keep it: with
   * another key, the same value counts as a new one.
   */
  readonly hashKey?: SecretInput | undefined;
  /** How long counts are kept, in days, such as `'90d'`. Default: forever. */
  readonly keep?: `${number}d` | undefined;
  /** Whether reads, exposures and changes are also reported to OpenTelemetry. It requires `@opentelemetry/api`. Default false. */
  readonly openTelemetry?: boolean | undefined;
  /** Receives warnings. Default: they are written to the console. `false` discards them. */
  readonly logger?: Logger | false | undefined;
}
