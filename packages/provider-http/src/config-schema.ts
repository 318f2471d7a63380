import {
  allowHostsSchema,
  baseUrlSchema,
  checkUrl,
  reporting,
  secretSchema,
  strictObject,
} from '@prompts/provider-kit';
import { z } from 'zod';
import { isAbsolute } from './resolve-url.ts';

const usernameFault = "must be a user name, which is not empty and holds no ':' (RFC 7617)";

const auth = z.union(
  [
    z.strictObject({ token: secretSchema }),
    z.strictObject({
      username: z.string(usernameFault).regex(/^[^:]+$/, usernameFault),
      password: secretSchema,
    }),
  ],
  {
    error:
      "must be { token } or { username, password }, neither empty (are their environment variables set?), without ':' in the user name",
  },
);

const access = {
  baseUrl: baseUrlSchema('http').optional(),
  auth: auth.optional(),
  token: secretSchema.optional(),
  headers: z
    .record(z.string().regex(/^[!#$%&'*+.^_`|~0-9a-z-]+$/i), secretSchema, {
      error: ({ code }) =>
        code === 'invalid_key' ? 'is no header name: use letters, digits and -' : 'must be { name: value }',
    })
    .optional(),
};

/** Where a text or an index is. Whether its host may be reached is decided when it is asked. */
const location = z
  .string('must be a URL such as https://host/prompt.md')
  .min(1, { error: 'is empty: is its environment variable set?', abort: true })
  .superRefine(
    reporting((value) => {
      if (isAbsolute(value)) checkUrl(value.replace(/^http:/i, 'https:'), 'http', []);
    }),
  );

const pointer = "must be a JSON pointer such as '/prompt/text' (RFC 6901)";

const config = {
  url: location.optional(),
  index: location.optional(),
  select: z
    .string(pointer)
    .regex(/^(\/([^~/]|~[01])*)*$/, pointer)
    .optional(),
  ...access,
};

/** Either kind of config. Written as one object, so that every mistake is told at its own key. */
export type ParsedConfig = z.infer<typeof configShape>;
const configShape = strictObject(config);

/** @param defaultBaseUrl What a relative `url` or `index` is resolved with where the entry gives no `baseUrl`. */
export function createConfigSchema(defaultBaseUrl: string | undefined) {
  return configShape.superRefine((config, { addIssue }) => {
    const { url, index, baseUrl = defaultBaseUrl } = config;
    const written = url ?? index;
    if (written === undefined || (url !== undefined && index !== undefined)) {
      addIssue('needs url (one prompt) or index (a collection), not both');
    } else if (baseUrl === undefined && !isAbsolute(written)) {
      const path = [url === undefined ? 'index' : 'url'];
      addIssue({ code: 'custom', path, message: 'is relative: write https:// before it, or give baseUrl' });
    }
  });
}

export const optionsSchema = strictObject({ ...access, allowHosts: allowHostsSchema });
