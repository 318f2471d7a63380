import type { Clock } from '@prompts/core';
import { withinTime } from './within-time.ts';

const timeoutMs = 10_000;

/** Why a body is not available: it is larger than allowed, or did not arrive in time. */
export type BodyFault = 'too large' | 'late';

/**
 * Reads the body of a request, up to a limit, within 10 seconds.
 * @returns The exact bytes, or why they are not available.
 */
export async function readBody(request: Request, maxBytes: number, clock: Clock): Promise<Uint8Array | BodyFault> {
  if (Number(request.headers.get('content-length')) > maxBytes) return 'too large';
  const reader = request.body?.getReader();
  if (!reader) return new Uint8Array();
  try {
    return await withinTime(readAll(reader, maxBytes), { timeoutMs, late: 'late', clock });
  } finally {
    // The rest is not needed. Whether the sender learns of it does not matter.
    reader.cancel().catch(() => {});
  }
}

async function readAll(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array | BodyFault> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.length;
    if (length > maxBytes) return 'too large';
    chunks.push(part.value);
  }
  return new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer());
}
