import type { Client } from '@notionhq/client';
import { baseUrlSchema, knownKeys, networkShape, refuseUndefined, secretSchema } from '@prompts/provider-kit';
import * as z from 'zod';
import { parseNotionId } from './notion-id.ts';

/** @param what `a page` or `a data source`. */
function idSchema(what: string) {
  const fault = `must be the id of ${what}, 32 hexadecimal digits with or without dashes, or its URL`;
  return z.string(fault).transform((value, { addIssue }) => {
    const id = parseNotionId(value);
    if (id !== undefined) return id;
    addIssue({ code: 'custom', message: fault });
    return z.NEVER;
  });
}

const access = {
  auth: z.optional(refuseUndefined(z.strictObject({ token: secretSchema }, { error: knownKeys }))),
  token: z.exactOptional(secretSchema),
  baseUrl: z.optional(
    baseUrlSchema('notion').check(
      z.refine((value) => !/^(https?:\/\/)?((www|app)\.)?notion\.(so|com|site)(\/|$)/i.test(value), {
        error: 'is the website of Notion, not its API: omit baseUrl for notion.com',
      }),
      z.refine((value) => !/\/v1\/?$/.test(value), {
        error: 'ends with /v1, which the client adds itself: remove it',
      }),
    ),
  ),
};

const propertyName = z.string('must be the name of a property').min(1, 'is empty: set it to the name of a property');

const content = {
  extract: z.literal('code', "must be 'code', or omitted for the text of the page").optional(),
  property: propertyName.optional(),
  variables: z.array(z.string().min(1), 'must be a list of names').readonly().optional(),
};

function refuseBoth(
  { extract, property }: { extract?: unknown; property?: unknown },
  { addIssue }: z.RefinementCtx,
): void {
  if (extract === undefined || property === undefined) return;
  addIssue({ code: 'custom', path: ['property'], message: 'cannot be combined with extract: remove one of them' });
}

export const configSchema = z
  .strictObject({ pageId: idSchema('a page'), ...content, ...access }, { error: knownKeys })
  .superRefine(refuseBoth);

export const collectionSchema = z
  .strictObject(
    {
      dataSourceId: idSchema('a data source'),
      name: propertyName.optional(),
      filter: z
        .record(
          z.string(),
          z.union([z.string(), z.number(), z.boolean()], 'must be a string, a number, true or false'),
          "must be an object of property names and values, such as { Status: 'Live' }",
        )
        .optional(),
      ...content,
      ...access,
    },
    { error: knownKeys },
  )
  .superRefine(refuseBoth);

export type PageConfig = z.infer<typeof configSchema>;
export type CollectionConfig = z.infer<typeof collectionSchema>;
export type ParsedConfig = PageConfig | CollectionConfig;

export function isCollection(config: ParsedConfig): config is CollectionConfig {
  return 'dataSourceId' in config;
}

const rateFault = 'must be a number above 0';

export const optionsSchema = z
  .strictObject(
    {
      ...access,
      requestsPerSecond: z.number(rateFault).positive(rateFault).default(3),
      ...networkShape,
      client: z
        .custom<Client>(
          (value) => typeof (value as Partial<Client> | null)?.request === 'function',
          'must be a Client of @notionhq/client',
        )
        .optional(),
    },
    { error: knownKeys },
  )
  .refine(({ client, auth, token, baseUrl }) => client === undefined || !(auth ?? token ?? baseUrl), {
    path: ['client'],
    message: 'has its own credentials and server: remove auth, token and baseUrl',
  });
