import type { LoadContext } from '@prompts/core';
import { inChunks, mapBounded } from '@prompts/provider-kit';
import type { GitHubClient } from '../client/github-client.ts';
import { queryGraphql } from '../client/query-graphql.ts';
import type { Location } from '../location.ts';

/** More would run into the ten seconds that GitHub gives a query. */
export const blobsPerQuery = 100;
const concurrentQueries = 4;

interface BlobAnswer {
  readonly text?: string | null;
}

/**
 * The texts of many files by their ids, a hundred a call. Needs credentials.
 * @param keep Is given each text as it comes: none for binaries, and not the whole of a long one. The id tells.
 */
export async function queryBlobs(
  { owner, repo }: Location,
  { shas, keep }: { readonly shas: readonly string[]; readonly keep: (bytes: Uint8Array) => void },
  client: GitHubClient,
  context: LoadContext,
): Promise<void> {
  await mapBounded(inChunks(shas, blobsPerQuery), concurrentQueries, async (batch) => {
    const objects = batch.map((sha, index) => `b${index}: object(oid: "${sha}") { ... on Blob { text } }`);
    const query = `query($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { ${objects.join('\n')} } }`;
    const { repository } = await queryGraphql<{ repository: Record<string, BlobAnswer | null> | null }>(
      { query, variables: { owner, name: repo } },
      client,
      context,
    );
    for (const answer of Object.values(repository ?? {})) {
      if (typeof answer?.text === 'string') keep(Buffer.from(answer.text, 'utf8'));
    }
  });
}
