import * as z from 'zod';
import { HttpError } from './http-error.ts';

const maxBodyBytes = 1024 * 1024;

/**
 * Reads the body of a request.
 * @throws HttpError 400 if it is not JSON, or does not arrive completely; 413 if it is too large.
 */
export async function readJson(request: Request): Promise<unknown> {
  const body = await readBody(request);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new HttpError(400, 'NOT_JSON', 'the body is not JSON in UTF-8');
  }
}

/** @throws HttpError 400 for a value that does not match the schema; the message names every mistake. */
export function checkJson<Schema extends z.ZodType>(value: unknown, schema: Schema): z.output<Schema> {
  const { data, error } = schema.safeParse(value);
  if (error) throw new HttpError(400, 'BAD_REQUEST', z.prettifyError(error));
  return data as z.output<Schema>;
}

async function readBody(request: Request): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (Number(request.headers.get('content-length')) > maxBodyBytes) throw tooLarge();
  try {
    for await (const chunk of request.body ?? []) {
      length += chunk.length;
      if (length > maxBodyBytes) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof HttpError) throw error;
    throw new HttpError(400, 'BAD_REQUEST', 'the body did not arrive completely');
  }
  return Buffer.concat(chunks);
}

function tooLarge(): HttpError {
  return new HttpError(413, 'TOO_LARGE', `the body is larger than ${maxBodyBytes} bytes`);
}
