import { dialectOf } from '@prompts/sql-kit';
import type { Knex } from 'knex';
import type { MeasureSummary } from '../usage.ts';
import { toStoredText } from './stored-text.ts';
import { tables } from './tables.ts';
import { compare } from './to-rows.ts';

/** A query whose values are hashed and whose times are hours since the epoch. */
export interface StoredQuery {
  readonly prompts: readonly string[] | undefined;
  readonly fromHour: number | undefined;
  /** Exclusive. */
  readonly toHour: number | undefined;
  readonly where: readonly { readonly dimension: string; readonly value: string }[];
  readonly by: readonly string[];
}

interface Row {
  readonly [key: string]: unknown;
  reads: number;
  measures: Record<string, MeasureSummary>;
}

const hourMs = 3_600_000;

/** The columns and expressions that rows are grouped by, besides dimensions. */
const expressions: Readonly<Record<string, string>> = {
  prompt: 'u.prompt',
  version: 'u.version',
  state: 'u.state',
  hour: 'u.hour',
  day: 'u.hour / 24',
};

/** Converts values of groups from their columns. */
const conversions: Readonly<Record<string, (value: unknown) => string>> = {
  hour: (hour) => new Date(Number(hour) * hourMs).toISOString(),
  day: (day) => new Date(Number(day) * 24 * hourMs).toISOString().slice(0, 10),
};

/** Sums the counts in the store. Without `by`, the result is one row. */
export async function queryUsage(
  transaction: Knex,
  { prompts, fromHour, toHour, where, by }: StoredQuery,
): Promise<Row[]> {
  const dialect = dialectOf(transaction);
  // The two queries see the same counts.
  if (dialect === 'postgres') await transaction.raw('set transaction isolation level repeatable read');
  const isMysql = dialect === 'mysql';
  // Positions are aliases that no name of a dimension can break.
  const groups = by.map((key, index) => {
    const expression = Object.hasOwn(expressions, key) ? (expressions[key] as string) : `d${index}.value`;
    return { key, alias: `g${index}`, expression: isMysql ? expression.replace('/', 'div') : expression };
  });

  function selectGroups(): Knex.QueryBuilder {
    const query = transaction(`${tables.usage} as u`);
    for (const { key, expression, alias } of groups) {
      query.select(transaction.raw(`${expression} as ${alias}`)).groupByRaw(expression);
      const table = `d${alias.slice(1)}`;
      if (Object.hasOwn(expressions, key)) continue;
      query.leftJoin(`${tables.dimensions} as ${table}`, (join) =>
        join.on(`${table}.usage_id`, 'u.id').andOnVal(`${table}.dimension`, toStoredText(key)),
      );
    }
    for (const [index, { dimension, value }] of where.entries()) {
      query.join(`${tables.dimensions} as w${index}`, (join) =>
        join
          .on(`w${index}.usage_id`, 'u.id')
          .andOnVal(`w${index}.dimension`, toStoredText(dimension))
          .andOnVal(`w${index}.value`, value),
      );
    }
    if (prompts) query.whereIn('u.prompt', prompts.map(toStoredText));
    if (fromHour !== undefined) query.where('u.hour', '>=', fromHour);
    if (toHour !== undefined) query.where('u.hour', '<', toHour);
    return query;
  }

  const rows = new Map<string, Row>();
  function rowOf(found: Record<string, unknown>): Row {
    const values = groups.map(({ key, alias }) => {
      const value = found[alias] ?? null;
      return Object.hasOwn(conversions, key) ? conversions[key]?.(value) : value;
    });
    const id = JSON.stringify(values);
    const row = rows.get(id) ?? {
      ...Object.fromEntries(by.map((key, index) => [key, values[index]])),
      reads: 0,
      measures: {},
    };
    rows.set(id, row);
    return row;
  }

  for (const found of await selectGroups().sum({ reads: 'u.read_count' })) {
    rowOf(found).reads = Number(found.reads ?? 0);
  }
  const measured = await selectGroups()
    .join(`${tables.measures} as m`, 'm.usage_id', 'u.id')
    .select('m.measure')
    .groupBy('m.measure')
    .sum({ count: 'm.value_count', sum: 'm.value_sum' })
    .min({ min: 'm.value_min' })
    .max({ max: 'm.value_max' });
  for (const { measure, count, sum, min, max, ...found } of measured) {
    const summary = { count: Number(count), sum: Number(sum), min: Number(min), max: Number(max) };
    // An assignment would not create a property for a measure named `__proto__`.
    Object.defineProperty(rowOf(found).measures, String(measure), { value: summary, enumerable: true });
  }
  return [...rows.values()].toSorted((one, two) => {
    const different = by.find((key) => one[key] !== two[key]);
    return different === undefined ? 0 : compare(String(one[different] ?? ''), String(two[different] ?? ''));
  });
}
