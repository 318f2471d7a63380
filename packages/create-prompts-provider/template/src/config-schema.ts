import { allowHostsSchema, baseUrlSchema, secretSchema, strictObject } from '@prompts/provider-kit';
import * as z from 'zod';

// The token may be omitted, but not undefined: that is an environment variable that is not set.
const access = { token: secretSchema.exactOptional() };
const noteFault = 'must be the id of a note: letters, digits, - and _';
const folderFault = 'must be the name of a folder';

/** The schema of the `config` of one prompt. */
export const configSchema = strictObject({ note: z.string(noteFault).regex(/^[\w-]+$/, noteFault), ...access });

/** The schema of the `config` of a collection. */
export const collectionSchema = strictObject({ folder: z.string(folderFault).min(1, folderFault), ...access });

/** The schema of the factory's options. */
export const optionsSchema = strictObject({
  baseUrl: baseUrlSchema('acme-notes').default('https://api.acme-notes.example/v1'),
  allowHosts: allowHostsSchema,
  ...access,
});

export type PromptConfig = z.infer<typeof configSchema>;
export type CollectionConfig = z.infer<typeof collectionSchema>;
export type ParsedConfig = PromptConfig | CollectionConfig;
