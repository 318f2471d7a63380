import { isSecret, knownKeys, reporting, type SecretInput } from '@prompts/provider-kit';
import { parseConnectionString } from '@prompts/sql-kit';
import type { Knex } from 'knex';
import * as z from 'zod';
import type { Connection, DbPool } from './config.ts';
import { nameSchema } from './history/name-schema.ts';
import { maxNameLength } from './history/tables.ts';
import { countPlaceholders, findQueryError } from './reading/validate-query.ts';

const connectionRule =
  "must be 'sqlite:<path>', 'postgres://…', 'mysql://…', a function that returns one of these, or a knex configuration (is its environment variable set?)";

function checkConnectionString(value: unknown): void {
  if (typeof value === 'string') parseConnectionString(value, { subject: '' });
}

const connection = z
  .custom<Connection>(
    (value) =>
      (typeof value === 'string' && value !== '') ||
      typeof value === 'function' ||
      isSecret(value) ||
      (typeof value === 'object' && value !== null && 'client' in value),
    connectionRule,
  )
  .superRefine(reporting(checkConnectionString));

/** An unquoted SQL identifier. Identifiers are quoted in queries as well: this check catches mistakes early. */
const identifierPattern = '[\\p{L}_][\\p{L}\\p{N}_$]{0,62}';
const identifier = z
  .string()
  .regex(new RegExp(`^${identifierPattern}$`, 'u'), 'must be a column name: letters, digits and _');
const table = z
  .string()
  .regex(
    new RegExp(`^${identifierPattern}(\\.${identifierPattern})?$`, 'u'),
    "must be 'table' or 'schema.table', each of letters, digits and _",
  );

const version = z
  .union([z.int().positive(), z.string().regex(/^[1-9]\d{0,8}$/)], 'must be a version number: 1, 2, 3 …')
  .transform(Number);

const isExact = (value: unknown) => !Number.isInteger(value) || Number.isSafeInteger(value);
const inexact = 'is larger than a number can hold exactly: write it as a string';
const id = z.union([z.string().min(1), z.number()], 'must be a number or a non-empty string').refine(isExact, inexact);

const where = z.record(
  identifier,
  z.union([z.string(), z.number(), z.boolean()], 'must be a string, a number or a boolean').refine(isExact, inexact),
);

const content = z
  .string()
  .regex(
    new RegExp(`^${identifierPattern}(/([^~/]|~[01])*)*$`, 'u'),
    "must be a column name, or one with a JSON pointer such as 'data/prompt/text'",
  );

const columns = z.strictObject(
  {
    id: identifier.default('id'),
    content: content.default('content'),
    version: identifier.optional(),
    metadata: identifier.optional(),
  },
  { error: knownKeys },
);

const binding = z.union(
  [z.string(), z.number(), z.boolean(), z.null()],
  'must be a string, a number, a boolean or null',
);

const publishedConfig = z
  .strictObject(
    {
      connection: connection.optional(),
      name: nameSchema.optional(),
      prefix: z.string().max(maxNameLength).optional(),
      label: nameSchema.optional(),
      version: version.optional(),
    },
    { error: knownKeys },
  )
  .refine(({ name, prefix }) => name === undefined || prefix === undefined, {
    path: ['prefix'],
    message: 'cannot be combined with name',
  });

const tableConfig = z.strictObject(
  {
    connection: connection.optional(),
    table,
    id: id.optional(),
    columns: columns.prefault({}),
    where: where.optional(),
  },
  { error: knownKeys },
);

const queryConfig = z
  .strictObject(
    {
      connection: connection.optional(),
      query: z.string(),
      bindings: z.array(binding).optional(),
      id: id.optional(),
    },
    { error: knownKeys },
  )
  .superRefine(({ query, bindings, id }, context) => {
    const error = findQueryError(query);
    if (error !== undefined) context.addIssue({ code: 'custom', path: ['query'], message: error });
    const expected = countPlaceholders(query);
    const given = bindings?.length ?? (id === undefined ? 0 : 1);
    if (bindings !== undefined && id !== undefined) {
      context.addIssue({ code: 'custom', path: ['id'], message: 'cannot be combined with bindings' });
    } else if (expected !== given) {
      const message = `has ${expected} placeholder${expected === 1 ? '' : 's'} (?), but ${given} ${given === 1 ? 'value was' : 'values were'} given`;
      context.addIssue({ code: 'custom', path: ['query'], message });
    }
  })
  .transform(({ id, bindings, ...config }) => ({ ...config, bindings: bindings ?? (id === undefined ? [] : [id]) }));

export type PublishedConfig = z.infer<typeof publishedConfig>;
export type TableConfig = z.infer<typeof tableConfig>;
export type QueryConfig = z.infer<typeof queryConfig>;
export type ParsedConfig = PublishedConfig | TableConfig | QueryConfig;

/** Whether a config reads a published prompt, or a collection of them, from this package's own tables. */
export function isOurs(config: ParsedConfig): config is PublishedConfig {
  return !('query' in config || 'table' in config);
}

/** Whether a config describes a collection. */
export function isCollection(config: ParsedConfig): config is PublishedConfig | TableConfig {
  if ('query' in config) return false;
  return 'table' in config ? config.id === undefined : config.name === undefined;
}

/** Picks the schema by the kind of config, so that errors refer to that kind alone: a union would report all of them. */
export const configSchema = z.unknown().transform((value, context): ParsedConfig => {
  const { data, error } = schemaFor(Object(value)).safeParse(value);
  if (data) return data;
  for (const { path, message } of error.issues) context.addIssue({ code: 'custom', path, message });
  return z.NEVER;
});

function schemaFor(value: object): z.ZodType<ParsedConfig> {
  if ('query' in value) return queryConfig;
  return 'table' in value ? tableConfig : publishedConfig;
}

const isPostgres = (address: string) => /^postgres(ql)?:/i.test(address);

const listen = z
  .custom<SecretInput>(
    (value) => typeof value === 'function' || isSecret(value) || isPostgres(String(value)),
    "must be 'postgres://…', or a function that returns it",
  )
  .superRefine(reporting(checkConnectionString));

export const optionsSchema = z
  .strictObject(
    {
      connection: connection.optional(),
      knex: z
        .custom<Knex>((value) => typeof value === 'function' && 'client' in value, 'must be a knex instance')
        .optional(),
      pool: z
        .custom<DbPool>(
          (value) => typeof Object(value).connect === 'function' || typeof Object(value).getConnection === 'function',
          'must be a pg or mysql2 pool',
        )
        .optional(),
      listen: listen.optional(),
    },
    { error: knownKeys },
  )
  .refine(
    ({ connection, knex, pool }) => [connection, knex, pool].filter((value) => value !== undefined).length < 2,
    'must have only one of connection, knex and pool',
  )
  .refine(
    ({ connection, listen }) => listen === undefined || typeof connection !== 'string' || isPostgres(connection),
    { path: ['listen'], message: 'is for databases of PostgreSQL: the others send no notifications' },
  );
