import { tooLarge } from './to-network-error.ts';

/**
 * Reads a response's body to its end.
 * @throws PromptError `CONTENT_INVALID` as soon as more than `maxBytes` have been decoded; the runtime's error if the transfer fails.
 */
export async function readBody(
  response: Response,
  { url, provider, maxBytes }: { readonly url: URL; readonly provider: string; readonly maxBytes: number },
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    const bytes = chunk as Uint8Array;
    length += bytes.length;
    // Counts decoded bytes: 100 KB of gzip can be 100 MB of text. Throwing ends the transfer.
    if (length > maxBytes) throw tooLarge(url, { provider, maxBytes });
    chunks.push(bytes);
  }
  const body = new Uint8Array(length);
  let position = 0;
  for (const chunk of chunks) {
    body.set(chunk, position);
    position += chunk.length;
  }
  return body;
}
