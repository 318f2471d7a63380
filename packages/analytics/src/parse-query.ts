import { knownKeys, parseInput } from '@prompts/provider-kit';
import * as z from 'zod';
import { isDimensionValue } from './counting/dimension-values.ts';
import type { StoredQuery } from './store/query-usage.ts';

const hourMs = 3_600_000;
const keys = ['prompt', 'version', 'state', 'day', 'hour'];
/** The range of Date. */
const maxTimeMs = 8.64e15;

const timeMessage = 'must be a Date, a text in ISO 8601, or a number of milliseconds since 1970';
const isoTime = z.union([z.iso.date(), z.iso.datetime({ offset: true, local: true })]);

/** Parses a time to epoch ms. Texts without an offset are in UTC, as all hours are. */
export const timeSchema = z.union(
  [
    z.date().transform(Number),
    z.number().min(-maxTimeMs).max(maxTimeMs),
    isoTime.transform((text) => Date.parse(/T.*(Z|[+-]\d\d(:?\d\d)?)$|^[^T]*$/.test(text) ? text : `${text}Z`)),
  ],
  timeMessage,
);

/** Dimensions may be named like members of every object: only own properties count. */
function createWhereSchema(dimensions: readonly string[]) {
  const message = `must be an object with values of dimensions (known: ${dimensions.join(', ') || 'none'})`;
  return z
    .custom<object>((where) => typeof where === 'object' && where !== null, message)
    .transform((where) => Object.entries(where).filter(([, value]) => value !== undefined))
    .refine((entries) => entries.every(([name]) => dimensions.includes(name)), message)
    .superRefine((entries, context) => {
      for (const [name, value] of entries) {
        if (isDimensionValue(value)) continue;
        context.addIssue({ code: 'custom', path: [name], message: 'must be a text, a number or a boolean' });
      }
    })
    .default([]);
}

/**
 * Parses a query.
 * @param dimensions The names that rows can be grouped by, besides their own keys.
 * @throws `CONFIG_INVALID` with all mistakes.
 */
export function parseQuery(
  query: unknown,
  dimensions: readonly string[],
): Omit<StoredQuery, 'where'> & { where: readonly [dimension: string, value: unknown][] } {
  const known = [...keys, ...dimensions];
  const schema = z
    .strictObject(
      {
        prompt: z
          .union([z.string(), z.array(z.string())], 'must be a name or a list of names')
          .transform((names) => [names].flat())
          .optional(),
        from: timeSchema.optional(),
        to: timeSchema.optional(),
        where: createWhereSchema(dimensions),
        by: z
          .array(
            z.string().refine((key) => known.includes(key), {
              error: ({ input }) => `'${input}' is unknown (known: ${known.join(', ')})`,
            }),
            'must be a list of keys',
          )
          .default([]),
      },
      { error: knownKeys },
    )
    .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
      path: ['to'],
      message: 'must not be before from',
    });
  const { prompt, from, to, where, by } = parseInput(schema, query, { what: 'the query of analytics' });
  return {
    prompts: prompt,
    fromHour: from === undefined ? undefined : Math.floor(from / hourMs),
    toHour: to === undefined ? undefined : Math.ceil(to / hourMs),
    where,
    by: [...new Set(by)],
  };
}
