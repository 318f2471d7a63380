import * as z from 'zod/mini';
import { cacheSchema, method, seconds } from '../config/schema.ts';
import type { IntegrityKey } from '../config/tier-options.ts';

const tierOptions = z.partial(
  z.object({
    store: z.object(
      { get: method, set: method, delete: method },
      'must be a Keyv or another object with get, set and delete',
    ),
    // With 0 no store could respond in time.
    storeTimeout: seconds.check(z.refine((value) => value > 0, 'must be a number of seconds greater than 0')),
    lease: seconds.check(
      z.refine(
        (value) => value > 0 && value <= 86_400,
        'must be a number of seconds greater than 0 and at most 86400 (one day)',
      ),
    ),
    namespace: z.string('must be a string').check(z.minLength(1, 'must not be empty')),
    bus: z.object({ publish: method, subscribe: method }, 'must be a bus: an object with publish and subscribe'),
  }),
);

/** The `cache` option on runtimes where prompts can be kept and shared beyond memory. */
export const tierOptionsSchema = z.extend(cacheSchema, {
  ...tierOptions.shape,
  // Undefined means that an environment variable is not set: values would silently not be authenticated.
  integrityKey: z.exactOptional(
    z.custom<IntegrityKey>(
      (value) => typeof value === 'function' || (typeof value === 'string' && value !== ''),
      'must be a non-empty string or a function (is its environment variable set?)',
    ),
  ),
});
