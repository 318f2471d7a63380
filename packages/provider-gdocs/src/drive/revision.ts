import { z } from 'zod';
import { userSchema } from './drive-file.ts';

/** A revision of a document, as in Drive's answers. */
export const revisionSchema = z.object({
  id: z.string(),
  modifiedTime: z.string().optional(),
  lastModifyingUser: userSchema.optional(),
  /** The addresses of its exports by type. */
  exportLinks: z.record(z.string(), z.string()).default({}),
});
