import { baseUrlOf, knownKeys, networkShape, refuseUndefined, reporting, secretSchema } from '@prompts/provider-kit';
import * as z from 'zod';
import type { GoogleAuthClient, ReadyDocs, ReadyDrive } from './config.ts';
import { parseDocumentId, parseFolderId } from './google-id.ts';

const scope = z
  .string()
  .regex(
    /^(https:\/\/www\.googleapis\.com\/auth\/)?(documents|drive)[\w.]*$/,
    "must be a scope such as 'documents.readonly'",
  )
  .transform((name) => (name.startsWith('https:') ? name : `https://www.googleapis.com/auth/${name}`));

const scopes = z
  .array(scope, "must be a list of scopes such as ['documents.readonly']")
  .min(1, 'is empty: add a scope, or omit it')
  .default(['https://www.googleapis.com/auth/drive.readonly']);

const text = z
  .string('must be a string: is its environment variable set?')
  .min(1, 'is empty: is its environment variable set?');

const token = z.strictObject({ token: secretSchema }, { error: knownKeys });
const serviceAccount = z.strictObject(
  {
    clientEmail: text,
    privateKey: secretSchema,
    subject: text.exactOptional(),
    scopes,
  },
  { error: knownKeys },
);
const oauth = z.strictObject(
  { clientId: text, clientSecret: secretSchema, refreshToken: secretSchema },
  { error: knownKeys },
);
const applicationDefault = z.strictObject(
  { applicationDefault: z.literal(true, 'must be true, or absent'), scopes },
  { error: knownKeys },
);
const client = z.custom<GoogleAuthClient>((value) => hasMethod(value, 'getRequestHeaders'));

/** The schema of each kind of credentials, by a key that identifies it. A mistake can then be reported for the key that it concerns. */
const kinds = {
  token,
  clientEmail: serviceAccount,
  privateKey: serviceAccount,
  clientId: oauth,
  refreshToken: oauth,
  applicationDefault,
};

const authFault =
  'must be { token }, { clientEmail, privateKey, subject? }, { clientId, clientSecret, refreshToken }, { applicationDefault: true } or a client of google-auth-library';

type ParsedAuth = z.infer<
  typeof token | typeof serviceAccount | typeof oauth | typeof applicationDefault | typeof client
>;

const auth = z.unknown().transform((value, context): ParsedAuth => {
  if (hasMethod(value, 'getRequestHeaders')) return value as GoogleAuthClient;
  const kind = Object.entries(kinds).find(([key]) => typeof value === 'object' && value !== null && key in value);
  if (!kind) {
    context.addIssue({ code: 'custom', message: authFault });
    return z.NEVER;
  }
  const result = refuseUndefined(kind[1]).safeParse(value);
  if (result.success) return result.data as ParsedAuth;
  for (const { path, message } of result.error.issues) context.addIssue({ code: 'custom', path, message });
  return z.NEVER;
});

const access = {
  auth: auth.optional(),
  rootUrl: z
    .string('must be a URL such as https://host')
    .superRefine(reporting((value) => baseUrlOf(value, 'gdocs')))
    .optional(),
};

const documentId = z.string('must be the id or the URL of a document').transform((value, { addIssue }) => {
  const id = parseDocumentId(value);
  if (id === undefined) addIssue(documentFault(value));
  return id ?? z.NEVER;
});

function documentFault(value: string): string {
  const kind = /\/(spreadsheets|presentation|forms|drawings)\//.exec(value)?.[1];
  if (kind !== undefined) return `is a URL of Google's ${kind}, not of a document`;
  if (/\/folders\//.test(value))
    return "is the URL of a folder: for all its documents, use folderId in an entry named 'name/*'";
  return 'is neither the id of a document nor a URL such as https://docs.google.com/document/d/<id>/edit';
}

const folderId = z.string('must be the id or the URL of a folder').transform((value, { addIssue }) => {
  const id = parseFolderId(value);
  if (id === undefined)
    addIssue('is neither the id of a folder nor a URL such as https://drive.google.com/drive/folders/<id>');
  return id ?? z.NEVER;
});

const variables = z.array(z.string(), "must be a list of names such as ['customer']").optional();

/** Ids of revisions have more digits than a number can represent. */
const revision = z.string('must be a string').regex(/^[\w-]{1,200}$/, "is not a version that 'versions' returned");

const documentSchema = z
  .strictObject(
    {
      documentId,
      tab: z
        .string('must be the title or the id of a tab')
        .min(1, 'is empty: set it to the title or the id of a tab')
        .optional(),
      version: revision.optional(),
      variables,
      ...access,
    },
    { error: knownKeys },
  )
  .refine(({ tab, version }) => tab === undefined || version === undefined, {
    path: ['tab'],
    message: 'cannot be combined with version: Google exports an old revision only as a whole',
  });

/** The schema of a collection. */
export const collectionSchema = z.strictObject({ folderId, variables, ...access }, { error: knownKeys });

/** The schema of an entry: a document, or a folder for an entry named `name/*`. */
export const configSchema = z.unknown().transform((value, context): ParsedConfig => {
  const isFolder = typeof value === 'object' && value !== null && 'folderId' in value && !('documentId' in value);
  const result = (isFolder ? collectionSchema : documentSchema).safeParse(value);
  if (result.success) return result.data;
  for (const { path, message } of result.error.issues) context.addIssue({ code: 'custom', path, message });
  return z.NEVER;
});

export type ParsedDocument = z.infer<typeof documentSchema> & { readonly folderId?: undefined };
export type ParsedFolder = z.infer<typeof collectionSchema> & { readonly documentId?: undefined };
export type ParsedConfig = ParsedDocument | ParsedFolder;

const docs = z.custom<ReadyDocs>((value) => hasPart(value, 'documents'), 'must be a client of the Docs API');
const drive = z.custom<ReadyDrive>((value) => hasPart(value, 'files'), 'must be a client of the Drive API');

export const optionsSchema = z
  .strictObject(
    {
      ...access,
      ...networkShape,
      docs: docs.optional(),
      drive: drive.optional(),
    },
    { error: knownKeys },
  )
  .superRefine(({ docs, drive, auth, rootUrl }, { addIssue }) => {
    if ((docs === undefined) !== (drive === undefined)) {
      addIssue({ code: 'custom', path: [docs ? 'drive' : 'docs'], message: 'is missing: pass both docs and drive' });
    }
    if ((docs ?? drive) && (auth ?? rootUrl)) {
      addIssue({
        code: 'custom',
        path: ['docs'],
        message: 'has its own credentials and server: remove auth and rootUrl',
      });
    }
  });

function hasMethod(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, name) === 'function';
}

/** Returns whether an API's client has a part. Every part that is checked has the method `get`. */
function hasPart(client: unknown, name: string): boolean {
  return typeof client === 'object' && client !== null && hasMethod(Reflect.get(client, name), 'get');
}
