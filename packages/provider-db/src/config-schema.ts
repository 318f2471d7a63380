import { reporting, Secret, strictObject } from '@prompts/provider-kit';
import type { Knex } from 'knex';
import { z } from 'zod';
import type { Connection, DbPool } from './config.ts';
import { knexConfigOf } from './connection/address.ts';
import { nameSchema } from './history/names.ts';
import { longestName } from './history/tables.ts';
import { faultOfQuery, placeholders } from './reading/query-faults.ts';

const connectionFault =
  "must be 'sqlite:<path>', 'postgres://…', 'mysql://…' or a knex configuration, not empty (is its environment variable set?)";

const connection = z
  .custom<Connection>(
    (value) =>
      (typeof value === 'string' && value !== '') ||
      typeof value === 'function' ||
      value instanceof Secret ||
      (typeof value === 'object' && value !== null && 'client' in value),
    connectionFault,
  )
  .superRefine(reporting((value) => typeof value === 'string' && knexConfigOf(value)));

/** As names of tables and columns are written by hand: quoting keeps them apart from SQL in any case. */
const word = '[\\p{L}_][\\p{L}\\p{N}_$]{0,62}';
const identifier = z
  .string()
  .regex(new RegExp(`^${word}$`, 'u'), 'must be the name of a column: letters, digits and _');
const table = z
  .string()
  .regex(new RegExp(`^${word}(\\.${word})?$`, 'u'), "must be 'table' or 'schema.table': letters, digits and _");

const version = z
  .union([z.int().positive(), z.string().regex(/^[1-9]\d{0,8}$/)], 'must be the number of a version: 1, 2, 3 …')
  .transform(Number);

const id = z.union([z.string().min(1), z.number()], 'must be a text or a number, not empty');

const columns = strictObject({
  id: identifier.default('id'),
  content: identifier.default('content'),
  version: identifier.optional(),
  metadata: identifier.optional(),
});

const binding = z.union([z.string(), z.number(), z.boolean(), z.null()], 'must be a text, a number, a boolean or null');

const historyConfig = strictObject({
  connection: connection.optional(),
  name: nameSchema.optional(),
  prefix: z.string().max(longestName).optional(),
  label: nameSchema.optional(),
  version: version.optional(),
}).refine(({ name, prefix }) => name === undefined || prefix === undefined, {
  path: ['prefix'],
  message: 'is given beside name: keep one of them',
});

const tableConfig = strictObject({
  connection: connection.optional(),
  table,
  id: id.optional(),
  columns: columns.prefault({}),
});

const queryConfig = strictObject({
  connection: connection.optional(),
  query: z.string(),
  bindings: z.array(binding).optional(),
  id: id.optional(),
})
  .superRefine(({ query, bindings, id }, context) => {
    const fault = faultOfQuery(query);
    if (fault !== undefined) context.addIssue({ code: 'custom', path: ['query'], message: fault });
    const asked = placeholders(query);
    const given = bindings?.length ?? (id === undefined ? 0 : 1);
    if (bindings !== undefined && id !== undefined) {
      context.addIssue({ code: 'custom', path: ['id'], message: 'is given beside bindings: keep one of them' });
    } else if (asked !== given) {
      const message = `has ${asked} ?, but ${given} ${given === 1 ? 'value is' : 'values are'} given for them`;
      context.addIssue({ code: 'custom', path: ['query'], message });
    }
  })
  .transform(({ id, bindings, ...config }) => ({ ...config, bindings: bindings ?? (id === undefined ? [] : [id]) }));

export type HistoryConfig = z.infer<typeof historyConfig>;
export type TableConfig = z.infer<typeof tableConfig>;
export type QueryConfig = z.infer<typeof queryConfig>;
export type ParsedConfig = HistoryConfig | TableConfig | QueryConfig;

/** Whether a config reads our tables. */
export function isOurs(config: ParsedConfig): config is HistoryConfig {
  return !('query' in config || 'table' in config);
}

/** Whether a config stands for many prompts. */
export function isCollection(config: ParsedConfig): config is HistoryConfig | TableConfig {
  if ('query' in config) return false;
  return 'table' in config ? config.id === undefined : config.name === undefined;
}

/** What is said of an entry depends on which kind it is: by our tables, by a table of theirs, or by a query. */
export const configSchema = z.unknown().transform((value, context): ParsedConfig => {
  const { data, error } = schemaOf(Object(value)).safeParse(value);
  if (data) return data;
  for (const { path, message } of error.issues) context.addIssue({ code: 'custom', path, message });
  return z.NEVER;
});

function schemaOf(value: object): z.ZodType<ParsedConfig> {
  if ('query' in value) return queryConfig;
  return 'table' in value ? tableConfig : historyConfig;
}

export const optionsSchema = strictObject({
  connection: connection.optional(),
  knex: z
    .custom<Knex>((value) => typeof value === 'function' && 'client' in value, 'must be a knex, made ready by the app')
    .optional(),
  pool: z
    .custom<DbPool>(
      (value) => typeof Object(value).connect === 'function' || typeof Object(value).getConnection === 'function',
      'must be a pool of pg or mysql2',
    )
    .optional(),
}).refine((options) => Object.keys(options).length < 2, 'takes one of connection, knex and pool');
