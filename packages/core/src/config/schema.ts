import * as z from 'zod/mini';
import type { VariablesSchema } from '../template/variables-schema.ts';

export const seconds = z.custom<number>(
  (value) => typeof value === 'number' && value >= 0,
  'must be a number of seconds, 0 or more',
);
const text = z.string('must be a string');
const nonEmptyText = text.check(z.minLength(1, 'must not be empty'));
const boolean = z.boolean('must be a boolean');
const object = z.custom<object>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'must be an object',
);

export const method = z.custom<() => void>((value) => typeof value === 'function', 'must be a function');

/** `cache` of one entry, and of all entries. */
export const cacheSchema = z.partial(
  z.strictObject(
    {
      ttl: seconds,
      staleWhileRevalidate: seconds,
      staleIfError: seconds,
      timeout: seconds,
      maxBytes: z.int('must be a whole number of bytes').check(z.positive('must be greater than 0')),
      maxMembers: z.int('must be a whole number').check(z.positive('must be greater than 0')),
    },
    'must be an object',
  ),
);

/** Options that need another entry point of this package. */
const onlyShared = z.optional(
  z.undefined("is not supported by this entry point: import createPrompts from '@prompts/core/shared'"),
);

const anyEntry = z.strictObject({
  cache: z.optional(cacheSchema),
  metadata: z._default(z.record(text, z.unknown(), 'must be an object'), {}),
  webhooks: z._default(z.array(text, 'must be a list of event names'), []),
  fallback: z.optional(
    z.union(
      [
        text.check(
          z.refine(
            (value) => value.isWellFormed() && !value.includes('\0'),
            'must be valid Unicode without NUL characters',
          ),
        ),
        z.strictObject({ file: nonEmptyText }),
      ],
      'must be a string, or { file } with the path of one',
    ),
  ),
  required: z._default(boolean, false),
  strict: z.optional(boolean),
  syntax: z._default(z.enum(['mustache', 'brace', 'none'], "must be 'mustache', 'brace' or 'none'"), 'mustache'),
  frontMatter: z.optional(boolean),
  variables: z.optional(
    z.custom<VariablesSchema>(
      (value) => typeof (value as Partial<VariablesSchema> | null)?.['~standard']?.validate === 'function',
      'must be a schema, such as z.object({ … }) of zod 4: any library with Standard Schema will do',
    ),
  ),
});

/** The forms of an entry that is not a plain string, by the key that distinguishes them. */
export const entrySchemas = {
  content: z.extend(anyEntry, { content: text }),
  file: z.extend(anyEntry, { file: nonEmptyText }),
  provider: z.extend(anyEntry, { provider: nonEmptyText, config: z.optional(object) }),
  db: z.extend(anyEntry, { db: object }),
};

/** Options of `createPrompts`, except the entries in `systemPrompts`, which are parsed one by one. */
export const optionsSchema = z.extend(
  z.partial(
    z.strictObject(
      {
        providers: z.array(z.unknown(), 'must be a list of providers'),
        providerOptions: z.record(text, z.unknown(), 'must be an object'),
        cache: z.extend(cacheSchema, { store: onlyShared, bus: onlyShared }),
        // Only Node supports these: see node/platform.ts.
        root: z.unknown(),
        discover: z.unknown(),
        watchFiles: z.unknown(),
        templates: z.strictObject({ strict: z.optional(boolean) }, 'must be an object'),
        hooks: z.array(object, 'must be a list of hooks'),
        preload: boolean,
        logger: z.union(
          [z.literal(false), z.object({ debug: method, info: method, warn: method, error: method })],
          'must be false or an object with debug, info, warn and error',
        ),
        waitUntil: method,
        clock: z.object({ now: method, setTimeout: method }, 'must be an object with now and setTimeout'),
      },
      'must be an object',
    ),
  ),
  { systemPrompts: object },
);
