import { baseUrlSchema, knownKeys, networkShape, secretSchema } from '@prompts/provider-kit';
import * as z from 'zod';
import type { ReadyOctokit } from './config.ts';

const appId = z.union([z.int().positive(), z.string().regex(/^[\w.-]+$/)], 'must be the id or the client id of an App');

const installationFault = 'must be the number of an installation';
const installationId = z.union([z.int().positive(), z.string().regex(/^\d+$/, installationFault)], installationFault);

const auth = z.union(
  [
    z.strictObject({ token: secretSchema }, { error: knownKeys }),
    z.strictObject({ appId, privateKey: secretSchema, installationId }, { error: knownKeys }),
  ],
  {
    error: ({ input }) =>
      `must be { token } or { appId, privateKey, installationId }, without empty values${listUnset(input)}`,
  },
);

/** Lists the keys whose value is empty, most often that of an environment variable that is not set. */
function listUnset(input: unknown): string {
  const unset = Object.entries(input ?? {}).flatMap(([key, value]) =>
    value === undefined || value === '' ? [key] : [],
  );
  return unset.length === 0 ? '' : ` (is the environment variable of ${unset.join(', ')} set?)`;
}

/** Rejects a token that is undefined: without the key, requests would be sent without credentials. */
function rejectUnsetToken(value: { readonly token?: unknown }, context: z.RefinementCtx): void {
  if (!('token' in value) || value.token !== undefined) return;
  const message =
    'is undefined: is its environment variable set? Omit the key to read public repositories without a token';
  context.addIssue({ code: 'custom', path: ['token'], message });
}

const access = {
  auth: auth.optional(),
  token: z.optional(secretSchema),
  baseUrl: z.optional(
    baseUrlSchema('github').check(
      z.refine((value) => !/^(https?:\/\/)?(www\.)?github\.com(\/|$)/i.test(value), {
        error: 'is the web site of GitHub, not its API: omit baseUrl for github.com',
      }),
    ),
  ),
};

/** The name of a branch or tag, or a commit id, by the rules of git-check-ref-format. */
const reference = z
  .string()
  .regex(
    /^(?!\/|-)(?!.*(?:\.\.|\/\/|@\{|[\s~^:?*[\\\p{Cc}]))[\s\S]+(?<![/.])$/u,
    'is not a valid name of a branch, tag or commit',
  );

const path = z
  .string()
  .min(1, 'is empty: write the path of a file, such as prompts/review.md')
  .refine(
    (value) => !/^\/|\/\/|\\|\0/.test(value),
    'must be relative to the root of the repository, without a leading slash and with one / between folders',
  )
  .refine(
    (value) => !value.split('/').some((segment) => segment === '..' || segment === '.'),
    "must not contain '.' or '..': write the path from the root of the repository",
  )
  // One prompt and many are requested in different ways, which treat the slash differently.
  .overwrite((value) => value.replace(/\/$/, ''));

export const configSchema = z
  .strictObject(
    {
      repo: z
        .string()
        .regex(/^(?!\.{1,2}\/)[\w.-]+\/(?!\.{1,2}$)[\w.-]+$/, "must be 'owner/name', such as 'company/ai-prompts'"),
      path,
      branch: reference.optional(),
      ref: reference.optional(),
      version: reference.optional(),
      ...access,
    },
    { error: knownKeys },
  )
  .superRefine(rejectUnsetToken)
  .refine(({ branch, ref }) => branch === undefined || ref === undefined, {
    path: ['ref'],
    message: 'cannot be combined with branch: remove one of them',
  });

export type ParsedConfig = z.infer<typeof configSchema>;

export const optionsSchema = z
  .strictObject(
    {
      ...access,
      ...networkShape,
      octokit: z
        .custom<ReadyOctokit>(
          (value) => typeof (value as Partial<ReadyOctokit> | null)?.request?.endpoint?.DEFAULTS?.baseUrl === 'string',
          'must be an Octokit instance',
        )
        .optional(),
    },
    { error: knownKeys },
  )
  .superRefine(rejectUnsetToken)
  .refine(({ octokit, auth, token, baseUrl }) => octokit === undefined || !(auth ?? token ?? baseUrl), {
    path: ['octokit'],
    message: 'has its own credentials and server: remove auth, token and baseUrl',
  });
