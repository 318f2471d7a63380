import { z } from 'zod';
import { HttpError } from './http-error.ts';

/**
 * Reads the body of a request.
 * @throws HttpError 400 if it is not JSON, or does not match the schema; the message names every mistake.
 */
export async function readJson<Schema extends z.ZodType>(request: Request, schema: Schema): Promise<z.output<Schema>> {
  const text = await request.text();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new HttpError(400, 'BAD_REQUEST', 'the body is not JSON');
  }
  const { data, error } = schema.safeParse(value);
  if (error) throw new HttpError(400, 'BAD_REQUEST', z.prettifyError(error));
  return data as z.output<Schema>;
}
