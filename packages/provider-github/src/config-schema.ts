import { allowHostsSchema, baseUrlSchema, secretSchema, strictObject } from '@prompts/provider-kit';
import { z } from 'zod';
import type { ReadyOctokit } from './config.ts';

const id = z.union(
  [z.int().positive(), z.string().regex(/^[\w.-]+$/)],
  'must be a number, or a text such as a client id',
);

const installationFault = 'must be the number of an installation';
const installation = z.union([z.int().positive(), z.string().regex(/^\d+$/, installationFault)], installationFault);

const auth = z.union(
  [
    strictObject({ token: secretSchema }),
    strictObject({ appId: id, privateKey: secretSchema, installationId: installation }),
  ],
  {
    error:
      'must be { token } or { appId, privateKey, installationId }, none of them empty (are their environment variables set?)',
  },
);

const access = {
  auth: auth.optional(),
  token: secretSchema.optional(),
  baseUrl: baseUrlSchema('github')
    .refine((value) => !/^(https?:\/\/)?(www\.)?github\.com(\/|$)/i.test(value), {
      message: 'is where people read: leave it out for github.com, whose API is at https://api.github.com',
    })
    .optional(),
};

/** What Git allows in the name of a branch or tag, and a commit's id (git-check-ref-format). */
const reference = z
  .string()
  .regex(
    /^(?!\/|-)(?!.*(?:\.\.|\/\/|@\{|[\s~^:?*[\\\p{Cc}]))[\s\S]+(?<![/.])$/u,
    'is no name of a branch, tag or commit',
  );

const path = z
  .string()
  .min(1, 'is empty: write the path of a file, such as prompts/review.md')
  .refine(
    (value) => !/^\/|\\|\0/.test(value),
    'must start at the root of the repository, without a leading slash, with / between folders',
  )
  .refine(
    (value) => !value.split('/').some((segment) => segment === '..' || segment === '.'),
    "must not hold '.' or '..': write the path from the root of the repository",
  );

export const configSchema = strictObject({
  repo: z
    .string()
    .regex(/^(?!\.{1,2}\/)[\w.-]+\/(?!\.{1,2}$)[\w.-]+$/, "must be 'owner/name', such as 'company/ai-prompts'"),
  path,
  branch: reference.optional(),
  ref: reference.optional(),
  version: reference.optional(),
  ...access,
}).refine(({ branch, ref }) => branch === undefined || ref === undefined, {
  path: ['ref'],
  message: 'is given beside branch: keep one of them',
});

export type ParsedConfig = z.infer<typeof configSchema>;

export const optionsSchema = strictObject({
  ...access,
  allowHosts: allowHostsSchema,
  octokit: z
    .custom<ReadyOctokit>(
      (value) => typeof (value as Partial<ReadyOctokit> | null)?.request?.endpoint?.DEFAULTS?.baseUrl === 'string',
      'must be an Octokit, made ready by the app',
    )
    .optional(),
}).refine(({ octokit, auth, token, baseUrl }) => octokit === undefined || !(auth ?? token ?? baseUrl), {
  path: ['octokit'],
  message: 'has its own credentials and server: leave out auth, token and baseUrl',
});
