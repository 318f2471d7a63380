import { z } from 'zod';

export const seconds = z.custom<number>(
  (value) => typeof value === 'number' && value >= 0,
  'must be a number of seconds, 0 or more',
);
const text = z.string();
const object = z.custom<object>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'must be an object',
);

export const method = z.custom<() => void>((value) => typeof value === 'function', 'must be a function');

/** `cache` of one entry, and of all entries. */
export const cacheSchema = z
  .strictObject({
    ttl: seconds,
    staleWhileRevalidate: seconds,
    staleIfError: seconds,
    timeout: seconds,
    maxBytes: z.int().positive(),
  })
  .partial();

/** Options that need another entry point of this package. */
const onlyShared = z.undefined("is not supported here: import createPrompts from '@prompts/core/shared'").optional();

const anyEntry = z.strictObject({
  cache: cacheSchema.optional(),
  metadata: z.record(text, z.unknown()).default({}),
  webhooks: z.array(text).default([]),
  fallback: text
    .refine((value) => value.isWellFormed() && !value.includes('\0'), 'must be valid Unicode without NUL characters')
    .optional(),
  required: z.boolean().default(false),
  syntax: z.enum(['mustache', 'brace', 'none']).default('mustache'),
  frontMatter: z.boolean().optional(),
});

/** The forms of an entry that is not a plain string, by the key that distinguishes them. */
export const entrySchemas = {
  content: anyEntry.extend({ content: text }),
  file: anyEntry.extend({ file: text.min(1) }),
  provider: anyEntry.extend({ provider: text.min(1), config: object }),
  db: anyEntry.extend({ db: object }),
};

/** Options of `createPrompts`, except the entries in `systemPrompts`, which are parsed one by one. */
export const optionsSchema = z
  .strictObject({
    providers: z.array(z.unknown()),
    providerOptions: z.record(text, z.unknown()),
    cache: cacheSchema.extend({ store: onlyShared, bus: onlyShared }),
    // Only Node supports these two: see node/platform.ts.
    root: z.unknown(),
    discover: z.unknown(),
    hooks: z.array(object),
    preload: z.boolean(),
    logger: z.object({ debug: method, info: method, warn: method, error: method }),
    clock: z.object({ now: method, setTimeout: method }),
  })
  .partial()
  .extend({ systemPrompts: object });
