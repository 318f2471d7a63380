import { allowHostsSchema, baseUrlSchema, knownKeys, secretSchema } from '@prompts/provider-kit';
import * as z from 'zod';

// The token may be omitted, but not undefined: that is an environment variable that is not set.
const access = { token: z.exactOptional(secretSchema) };
const noteFault = 'must be the id of a note: letters, digits, - and _';
const folderFault = 'must be the name of a folder';

/** The schema of the `config` of one prompt. */
export const configSchema = z.strictObject(
  { note: z.string(noteFault).regex(/^[\w-]+$/, noteFault), ...access },
  { error: knownKeys },
);

/** The schema of the `config` of a collection. */
export const collectionSchema = z.strictObject(
  { folder: z.string(folderFault).min(1, folderFault), ...access },
  { error: knownKeys },
);

/** The schema of the factory's options. */
export const optionsSchema = z.strictObject(
  { baseUrl: z.optional(baseUrlSchema('acme-notes')), allowHosts: allowHostsSchema, ...access },
  { error: knownKeys },
);

export type PromptConfig = z.infer<typeof configSchema>;
export type CollectionConfig = z.infer<typeof collectionSchema>;
export type ParsedConfig = PromptConfig | CollectionConfig;
