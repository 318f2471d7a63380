import type { LoadContext } from '@prompts/core';
import { inChunks, mapBounded, withPartTimeout } from '@prompts/provider-kit';
import type { GitHubClient } from '../client/github-client.ts';
import { queryGraphql } from '../client/query-graphql.ts';
import { formatLocation, type Location } from '../location.ts';

/** GitHub stops a query after ten seconds, which more blobs would exceed. */
export const maxBlobsPerQuery = 100;
const maxConcurrentQueries = 4;

/** A little more than GitHub's own limit. */
const queryTimeoutSeconds = 12;

interface BlobText {
  readonly text?: string | null;
}

/**
 * Reads the texts of many files by their blob ids, 100 per request. Requires credentials.
 * @param onText Receives each text as UTF-8. GitHub omits the text of binary files and truncates long texts: check the id.
 */
export async function queryBlobs(
  location: Location,
  { shas, onText }: { readonly shas: readonly string[]; readonly onText: (bytes: Uint8Array) => void },
  client: GitHubClient,
  context: LoadContext,
): Promise<void> {
  const { owner, repo } = location;
  const what = formatLocation(location);
  const options = { provider: 'github', what: `a query for ${what}`, timeoutSeconds: queryTimeoutSeconds };
  await mapBounded(inChunks(shas, maxBlobsPerQuery), maxConcurrentQueries, async (chunk) => {
    const fields = chunk.map((sha, index) => `b${index}: object(oid: "${sha}") { ... on Blob { text } }`);
    const query = `query($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { ${fields.join('\n')} } }`;
    const body = { query, variables: { owner, name: repo } };
    const { repository } = await withPartTimeout(context, options, (part) =>
      queryGraphql<{ repository: Record<string, BlobText | null> | null }>(body, what, client, part),
    );
    for (const blob of Object.values(repository ?? {})) {
      if (typeof blob?.text === 'string') onText(Buffer.from(blob.text, 'utf8'));
    }
  });
}
