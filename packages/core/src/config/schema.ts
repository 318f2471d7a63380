import { z } from 'zod';

const seconds = z.custom<number>(
  (value) => typeof value === 'number' && value >= 0,
  'must be a number of seconds, 0 or more (Infinity is allowed)',
);
const positiveBytes = z.number({ error: 'must be a number of bytes' }).int('must be whole').positive('must be above 0');
const text = z.string({ error: 'must be a text' });
const anObject = (what: string) =>
  z.custom<object>((value) => typeof value === 'object' && value !== null, `must be ${what}`);

const cache = z.strictObject(
  {
    ttl: seconds.optional(),
    staleWhileRevalidate: seconds.optional(),
    staleIfError: seconds.optional(),
    timeout: seconds.optional(),
    maxBytes: positiveBytes.optional(),
  },
  { error: 'must be an object such as { ttl: 300 }' },
);

const ofAnyEntry = {
  cache: cache.optional(),
  metadata: z.record(z.string(), z.unknown(), { error: 'must be an object' }).optional(),
  webhooks: z.array(text, { error: 'must be a list of event names' }).optional(),
  fallback: text.optional(),
  required: z.boolean({ error: 'must be true or false' }).optional(),
  syntax: z.enum(['mustache', 'brace', 'none'], { error: "must be 'mustache', 'brace' or 'none'" }).optional(),
  frontMatter: z.boolean({ error: 'must be true or false' }).optional(),
};

/** The three ways to write an entry that is no plain text, by the key that tells them apart. */
export const entrySchemas = {
  content: z.strictObject({ content: text, ...ofAnyEntry }),
  file: z.strictObject({ file: text.min(1, 'must name a file'), ...ofAnyEntry }),
  provider: z.strictObject({
    provider: text.min(1, 'must name a provider'),
    config: anObject('an object: the config of the provider'),
    ...ofAnyEntry,
  }),
};

const discover = z.union([z.boolean(), z.strictObject({ allow: z.array(text).optional() })], {
  error: "must be true, false or { allow: ['package-name', …] }",
});

/** Options of `createPrompts`, except what is inside `systemPrompts`: entries are parsed one by one. */
export const optionsSchema = z.strictObject({
  systemPrompts: anObject('an object of entries by name'),
  providers: z.array(z.unknown(), { error: 'must be a list of providers, such as [github()]' }).optional(),
  providerOptions: z.record(z.string(), z.unknown(), { error: 'must be an object by provider name' }).optional(),
  cache: cache.optional(),
  root: z.union([z.string(), z.instanceof(URL)], { error: 'must be a folder: a path or a file URL' }).optional(),
  discover: discover.optional(),
  hooks: z.array(anObject('a hook'), { error: 'must be a list of hooks' }).optional(),
  preload: z.boolean({ error: 'must be true or false' }).optional(),
  logger: anObject('a logger: { debug, info, warn, error }').optional(),
  clock: anObject('a clock: { now, setTimeout }').optional(),
});
