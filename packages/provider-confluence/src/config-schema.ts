import { baseUrlSchema, knownKeys, networkShape, refuseUndefined, secretSchema } from '@prompts/provider-kit';
import * as z from 'zod';
import type { ReadyConfluenceClient } from './config.ts';
import { parsePageReference } from './page-reference.ts';

const email = z.email('must be the e-mail address of the account that owns the token');

const auth = refuseUndefined(
  z.strictObject({ email: email.exactOptional(), token: secretSchema }, { error: knownKeys }),
);

const access = {
  auth: z.optional(auth),
  token: z.exactOptional(secretSchema),
  baseUrl: z.optional(baseUrlSchema('confluence')),
  deployment: z.enum(['cloud', 'data-center'], "must be 'cloud' or 'data-center'").optional(),
};

const pageReference = z
  .union([z.string(), z.number()], 'must be the id of a page')
  // A larger number may have been rounded to the id of another page.
  .refine((value) => !(Number(value) > Number.MAX_SAFE_INTEGER && typeof value === 'number'), {
    message: 'is too large for a number: write it as a string',
    abort: true,
  })
  .transform(String)
  .superRefine((value, { addIssue }) => {
    const reference = parsePageReference(value);
    if (typeof reference === 'string') addIssue(reference);
  });

/** Personal spaces begin with `~`. */
const spaceKey = z
  .string()
  .regex(/^~?[\p{L}\p{N}_.:-]{1,255}$/u, 'is not the key of a space: write the part of its URL after /spaces/');

const oneLine = z.string().regex(/^[^\p{Cc}]*\S[^\p{Cc}]*$/u, 'must be a single line that is not blank');

const textOptions = {
  extract: z.literal('code', "must be 'code'").optional(),
  variables: z.array(z.string()).optional(),
};

const only = (kind: string) => z.never(`is for ${kind}`).optional();

/** The config of a page. */
export const configSchema = z
  .strictObject(
    {
      pageId: pageReference.optional(),
      spaceKey: spaceKey.optional(),
      title: oneLine.optional(),
      version: z
        .string()
        .regex(/^[1-9]\d{0,9}$/, 'must be the number of a version as text, such as 7')
        .optional(),
      label: only("collections: use a name like 'name/*' for the entry"),
      parentId: only("collections: use a name like 'name/*' for the entry"),
      ...textOptions,
      ...access,
    },
    { error: knownKeys },
  )
  .superRefine(({ pageId, spaceKey, title }, { addIssue }) => {
    const fail = (message: string) => addIssue(message);
    if (pageId !== undefined) {
      if (title !== undefined) fail('has both pageId and title: remove one of them');
    } else if (title === undefined) fail('does not name a page: set pageId, or spaceKey and title');
    else if (spaceKey === undefined) fail('needs spaceKey with title: titles are unique only within a space');
  });

/** The config of a collection. */
export const collectionSchema = z
  .strictObject(
    {
      spaceKey: spaceKey.optional(),
      label: oneLine.optional(),
      parentId: pageReference.optional(),
      pageId: only('single pages: use parentId for the children of a page'),
      title: only('single pages: remove it'),
      version: only('single pages: remove it'),
      ...textOptions,
      ...access,
    },
    { error: knownKeys },
  )
  .superRefine(({ spaceKey, label, parentId }, { addIssue }) => {
    const fail = (message: string) => addIssue(message);
    if (parentId !== undefined) {
      if (spaceKey !== undefined || label !== undefined)
        fail('combines parentId with spaceKey or label: remove spaceKey and label, or parentId');
    } else if (spaceKey === undefined) fail('needs spaceKey, spaceKey and label, or parentId');
  });

/** A parsed config. A member of a collection has the config of a page. */
export interface ParsedConfig extends z.infer<z.ZodObject<typeof access & typeof textOptions>> {
  readonly pageId?: string | undefined;
  readonly spaceKey?: string | undefined;
  readonly title?: string | undefined;
  readonly version?: string | undefined;
  readonly label?: string | undefined;
  readonly parentId?: string | undefined;
}

export const optionsSchema = z
  .strictObject(
    {
      ...access,
      ...networkShape,
      client: z
        .custom<ReadyConfluenceClient>(
          (value) => typeof (value as Partial<ReadyConfluenceClient> | null)?.sendRequest === 'function',
          'must be a client of confluence.js: createClient(…) of confluence.js/core',
        )
        .optional(),
    },
    { error: knownKeys },
  )
  .refine(({ client, auth, token, baseUrl }) => client === undefined || !(auth ?? token ?? baseUrl), {
    path: ['client'],
    message: 'has its own credentials and server: remove auth, token and baseUrl',
  });
