import { z } from 'zod';

const seconds = z.custom<number>(
  (value) => typeof value === 'number' && value >= 0,
  'must be a number of seconds, 0 or more (Infinity is allowed)',
);
const text = z.string();
const object = z.custom<object>((value) => typeof value === 'object' && value !== null, 'must be an object');

const cache = z.strictObject({
  ttl: seconds.optional(),
  staleWhileRevalidate: seconds.optional(),
  staleIfError: seconds.optional(),
  timeout: seconds.optional(),
  maxBytes: z.int().positive().optional(),
});

const ofAnyEntry = {
  cache: cache.optional(),
  metadata: z.record(text, z.unknown()).optional(),
  webhooks: z.array(text).optional(),
  fallback: text.optional(),
  required: z.boolean().optional(),
  syntax: z.enum(['mustache', 'brace', 'none']).optional(),
  frontMatter: z.boolean().optional(),
};

/** The three ways to write an entry that is no plain text, by the key that tells them apart. */
export const entrySchemas = {
  content: z.strictObject({ content: text, ...ofAnyEntry }),
  file: z.strictObject({ file: text.min(1), ...ofAnyEntry }),
  provider: z.strictObject({ provider: text.min(1), config: object, ...ofAnyEntry }),
};

/** Options of `createPrompts`, except what is inside `systemPrompts`: entries are parsed one by one. */
export const optionsSchema = z.strictObject({
  systemPrompts: object,
  providers: z.array(z.unknown()).optional(),
  providerOptions: z.record(text, z.unknown()).optional(),
  cache: cache.optional(),
  root: text.or(z.instanceof(URL)).optional(),
  discover: z
    .boolean()
    .or(z.strictObject({ allow: z.array(text).optional() }))
    .optional(),
  hooks: z.array(object).optional(),
  preload: z.boolean().optional(),
  logger: object.optional(),
  clock: object.optional(),
});
