import {
  baseUrlSchema,
  checkUrl,
  knownKeys,
  networkShape,
  refuseUndefined,
  reporting,
  secretSchema,
} from '@prompts/provider-kit';
import * as z from 'zod/mini';
import { isAbsolute } from './resolve-url.ts';

const usernameFault = "must be a user name that is not empty and does not contain ':' (RFC 7617)";

const auth = refuseUndefined(
  z.union(
    [
      z.strictObject({ token: secretSchema }),
      z.strictObject({
        username: z.string(usernameFault).check(z.regex(/^[^:]+$/, usernameFault)),
        password: secretSchema,
      }),
    ],
    {
      error:
        "must be { token } or { username, password }, without empty values (are the environment variables set?) and without ':' in the user name",
    },
  ),
);

const access = {
  baseUrl: z.optional(baseUrlSchema('http')),
  auth: z.optional(auth),
  token: z.exactOptional(secretSchema),
  headers: z.optional(
    z.record(z.string().check(z.regex(/^[!#$%&'*+.^_`|~0-9a-z-]+$/i)), secretSchema, {
      error: ({ code }) =>
        code === 'invalid_key' ? 'is not a valid header name: use letters, digits and -' : 'must be { name: value }',
    }),
  ),
};

/** The location of a text or an index. Whether its host is allowed is checked when it is requested. */
const location = z.string('must be a URL such as https://host/prompt.md').check(
  z.minLength(1, { error: 'is empty: is the environment variable set?', abort: true }),
  z.superRefine(
    reporting((value) => {
      if (isAbsolute(value)) checkUrl(value.replace(/^http:/i, 'https:'), 'http', []);
    }),
  ),
);

const pointerFault = "must be a JSON pointer such as '/prompt/text' (RFC 6901)";

const config = {
  url: z.optional(location),
  index: z.optional(location),
  select: z.optional(z.string(pointerFault).check(z.regex(/^(\/([^~/]|~[01])*)*$/, pointerFault))),
  ...access,
};

/** The config of a prompt or a collection. One object, so that every mistake is reported under its key. */
export type ParsedConfig = z.infer<typeof configShape>;
const configShape = z.strictObject(config, { error: knownKeys });

/**
 * Creates the schema of an entry's config.
 * @param defaultBaseUrl The base of a relative `url` or `index` if the entry has no `baseUrl`.
 */
export function createConfigSchema(defaultBaseUrl: string | undefined) {
  return configShape.check(
    z.superRefine((config, { addIssue }) => {
      const { url, index, baseUrl = defaultBaseUrl } = config;
      const configuredLocation = url ?? index;
      if (configuredLocation === undefined || (url !== undefined && index !== undefined)) {
        addIssue('needs url (one prompt) or index (a collection), not both');
      } else if (baseUrl === undefined && !isAbsolute(configuredLocation)) {
        const path = [url === undefined ? 'index' : 'url'];
        addIssue({ code: 'custom', path, message: 'is relative: add https:// at the start, or set baseUrl' });
      }
    }),
  );
}

export const optionsSchema = z.strictObject(
  {
    ...access,
    ...networkShape,
  },
  { error: knownKeys },
);
