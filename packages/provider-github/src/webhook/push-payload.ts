import { z } from 'zod';

const commit = z.object({
  added: z.array(z.string()).default([]),
  modified: z.array(z.string()).default([]),
  removed: z.array(z.string()).default([]),
});

/** What is read of a `push`: https://docs.github.com/webhooks/webhook-events-and-payloads#push */
export const pushSchema = z.object({
  ref: z.string().startsWith('refs/'),
  forced: z.boolean().default(false),
  commits: z.array(commit).default([]),
  repository: z.object({ full_name: z.string(), default_branch: z.string().optional() }),
});

export type PushPayload = z.infer<typeof pushSchema>;

/** A payload lists no more commits than that; of a larger push the rest is missing. */
const mostCommits = 2048;

/** @returns every file that the push touched; undefined where it doesn't tell them all. */
export function touchedFiles({ forced, commits }: PushPayload): ReadonlySet<string> | undefined {
  const files = new Set(commits.flatMap(({ added, modified, removed }) => [...added, ...modified, ...removed]));
  return forced || commits.length >= mostCommits || files.size === 0 ? undefined : files;
}
