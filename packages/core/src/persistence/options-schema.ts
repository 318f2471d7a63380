import { z } from 'zod';
import { cacheSchema, method, seconds } from '../config/schema.ts';
import type { IntegrityKey } from './sealing.ts';

/** `cache` where prompts can be kept and shared beyond memory. */
export const sharedCacheSchema = cacheSchema
  .extend({
    store: z.object({ get: method, set: method, delete: method }, 'must be a Keyv: get, set and delete'),
    // With 0 no store would ever answer in time.
    storeTimeout: seconds.refine((value) => value > 0, 'must be seconds: more than 0'),
    lease: seconds.refine((value) => value > 0 && value <= 86_400, 'must be seconds: more than 0, at most a day'),
    bus: z.object({ publish: method, subscribe: method }, 'must be a bus: publish and subscribe'),
  })
  .partial()
  .extend({
    // Given as undefined it is an environment variable that isn't set: nothing would be authenticated, and nobody know.
    integrityKey: z
      .custom<IntegrityKey>(
        (value) => typeof value === 'function' || (typeof value === 'string' && value !== ''),
        'must be a text or a function, not empty (is its environment variable set?)',
      )
      .exactOptional(),
  });
