import { z } from 'zod';

const seconds = z.custom<number>(
  (value) => typeof value === 'number' && value >= 0,
  'must be a number of seconds, 0 or more (Infinity is allowed)',
);
const text = z.string();
const object = z.custom<object>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'must be an object',
);

/** An object of the app's own that is called later. */
function having(...methods: readonly string[]) {
  const isComplete = (value: unknown) =>
    methods.every((method) => typeof (value as Record<string, unknown> | null)?.[method] === 'function');
  return z.custom<object>(isComplete, `must be an object with the methods ${methods.join(', ')}`);
}

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
  root: z
    .union([text, z.instanceof(URL).refine(({ protocol }) => protocol === 'file:')], 'must be a path or a file: URL')
    .optional(),
  discover: z
    .union(
      [z.boolean(), z.strictObject({ allow: z.array(text).optional() })],
      'must be a boolean or { allow: [names] }',
    )
    .optional(),
  hooks: z.array(object).optional(),
  preload: z.boolean().optional(),
  logger: having('debug', 'info', 'warn', 'error').optional(),
  clock: having('now', 'setTimeout').optional(),
});
