import * as z from 'zod';
import { invalidResponse } from '../client/http-failure.ts';

/** A date as a string, or as the SDK's own client returns it. Anything else counts as absent. */
export const date = z
  .union([z.date(), z.string()])
  .transform((value) => (Number.isNaN(Date.parse(String(value))) ? undefined : new Date(value).toISOString()))
  .optional()
  .catch(undefined);

/** A string. Anything else, and an empty string, counts as absent. */
export const optionalText = z
  .string()
  .transform((value) => (value === '' ? undefined : value))
  .optional()
  .catch(undefined);

/**
 * Checks only the fields of a response that are used. The SDK's schemas check more, but an unexpected field must not make a text
 * unreadable.
 * @throws `CONTENT_INVALID` if a field does not have the type that the API describes.
 */
export function parseResponse<Schema extends z.ZodType>(
  schema: Schema,
  response: unknown,
  what: string,
): z.infer<Schema> {
  const result = schema.safeParse(response);
  if (result.success) return result.data;
  const path = result.error.issues[0]?.path.join('.') ?? '';
  throw invalidResponse(what, `has no valid ${path === '' ? 'JSON object' : `'${path}'`}`);
}
