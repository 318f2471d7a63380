import * as z from 'zod';

const commit = z.object({
  added: z.array(z.string()).default([]),
  modified: z.array(z.string()).default([]),
  removed: z.array(z.string()).default([]),
});

/** The fields that are read of a `push` payload: https://docs.github.com/webhooks/webhook-events-and-payloads#push */
export const pushSchema = z.object({
  ref: z.string().startsWith('refs/'),
  before: z.string(),
  after: z.string(),
  forced: z.boolean().default(false),
  commits: z.array(commit).default([]),
  repository: z.object({ full_name: z.string(), default_branch: z.string().optional() }),
});

export type PushPayload = z.infer<typeof pushSchema>;

/** GitHub lists at most this many commits of a push. */
const maxCommits = 2048;

/** @returns Every file that the push changed; undefined if the payload does not list them all. */
export function listChangedFiles({ forced, commits }: PushPayload): ReadonlySet<string> | undefined {
  const files = new Set(commits.flatMap(({ added, modified, removed }) => [...added, ...modified, ...removed]));
  return forced || commits.length >= maxCommits || files.size === 0 ? undefined : files;
}
