import * as z from 'zod';
import { userSchema } from './drive-file.ts';

/** A revision of a document, as in Drive's responses. */
export const revisionSchema = z.object({
  id: z.string(),
  modifiedTime: z.string().optional(),
  lastModifyingUser: userSchema.optional(),
  /** The addresses of its exports by MIME type. */
  exportLinks: z.record(z.string(), z.string()).default({}),
});
