import { type SecretInput, secretSchema } from '@prompts/provider-kit';
import { z } from 'zod';

/** Credentials: a bearer token, or a user name and password (RFC 6750, RFC 7617). */
export type HttpAuth = { readonly token: SecretInput } | { readonly username: string; readonly password: SecretInput };

interface HttpAccess {
  /** Resolves a relative `url` or `index`. `https://` may be left out. */
  readonly baseUrl?: string;
  readonly auth?: HttpAuth;
  /** Short for `auth: { token }`. */
  readonly token?: SecretInput;
  /** Sent with each request. The values count as secrets. */
  readonly headers?: Readonly<Record<string, SecretInput>>;
}

/** One prompt behind a URL. */
export interface HttpPromptConfig extends HttpAccess {
  readonly url: string;
  /** JSON pointer (RFC 6901) to the text, for an answer in JSON: `/prompts/0/text`. */
  readonly select?: string;
}

/** A collection: the URL of a JSON list of texts or `{ name?, url, version? }`; one that ends in `/` means its `index.json`. */
export interface HttpCollectionConfig extends HttpAccess {
  readonly index: string;
  /** Applies to every member. */
  readonly select?: string;
}

/** What `config` of an entry with `provider: 'http'` may say. */
export type HttpConfig = HttpPromptConfig | HttpCollectionConfig;

const auth = z.union(
  [z.strictObject({ token: secretSchema }), z.strictObject({ username: z.string().min(1), password: secretSchema })],
  { error: 'must be { token } or { username, password }, neither empty' },
);

const access = {
  baseUrl: z.string().min(1).optional(),
  auth: auth.optional(),
  token: secretSchema.optional(),
  headers: z.record(z.string().regex(/^[!#$%&'*+.^_`|~0-9a-z-]+$/i, 'is no header name'), secretSchema).optional(),
  select: z
    .string()
    .regex(/^(\/([^~/]|~[01])*)*$/, "must be a JSON pointer such as '/prompt/text' (RFC 6901)")
    .optional(),
};

/** Options of the factory that are the same as in an entry: defaults for all entries. */
export const accessSchema = z.strictObject(access).omit({ select: true });

export const configSchema = z
  .strictObject({ url: z.string().min(1).optional(), index: z.string().min(1).optional(), ...access })
  .refine((config) => (config.url === undefined) !== (config.index === undefined), {
    error: 'needs url (one prompt) or index (a collection), not both',
  });

/** Either kind of config, after parsing. */
export type ParsedConfig = z.infer<typeof configSchema>;
