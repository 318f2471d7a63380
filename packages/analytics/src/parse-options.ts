import { knownKeys, reporting, secretSchema } from '@prompts/provider-kit';
import * as z from 'zod';
import { loadOpenTelemetryApi } from './open-telemetry/load-api.ts';
import type { AnalyticsOptions } from './options.ts';
import { unitDimension } from './store/stored-value.ts';
import { checkStore, isStore } from './store/usage-database.ts';

const reservedNames = ['prompt', 'version', 'state', 'day', 'hour', 'reads', 'measures', unitDimension];
const maxDimensions = 10;

const dimensionSchema = z
  .string('must be a text')
  .min(1, 'is empty')
  .max(255, 'must have at most 255 characters')
  .refine((name) => !reservedNames.includes(name), { error: ({ input }) => `can't be named '${input}'` });

const isLogger = (logger: unknown) =>
  logger === false || ['info', 'warn'].every((method) => typeof Object(logger)[method] === 'function');

export const optionsSchema = z
  .strictObject(
    {
      store: z
        .custom<AnalyticsOptions['store']>(
          isStore,
          "must be an address such as 'sqlite:./usage.db', a function that returns one, or a knex",
        )
        .superRefine(reporting(checkStore)),
      flush: z
        .number('must be a number of seconds')
        .min(0.01, 'must be at least 0.01 s')
        .max(3600, 'must be at most 3,600 s')
        .default(10),
      dimensions: z
        .array(dimensionSchema, 'must be a list of names')
        .max(maxDimensions, `must name at most ${maxDimensions} keys`)
        .refine((names) => new Set(names).size === names.length, 'contains a name twice')
        .default([]),
      hashKey: z.exactOptional(secretSchema),
      keep: z
        .string("must be a number of days, such as '90d'")
        .regex(/^[1-9]\d{0,4}d$/, "must be a number of days, such as '90d'")
        .optional(),
      openTelemetry: z
        .boolean('must be true or false')
        .refine(
          (isWanted) => !isWanted || loadOpenTelemetryApi(),
          'requires a package: run npm install @opentelemetry/api',
        )
        .default(false),
      logger: z.custom<NonNullable<AnalyticsOptions['logger']>>(isLogger, 'must be a logger or false').optional(),
    },
    { error: knownKeys },
  )
  .superRefine(({ dimensions, hashKey }, context) => {
    if (dimensions.length > 0 && hashKey === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['hashKey'],
        message: 'is missing: values of dimensions are only stored as hashes',
      });
    }
  });
