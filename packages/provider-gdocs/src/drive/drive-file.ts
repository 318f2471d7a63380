import { z } from 'zod';
import { gdocsError } from '../gdocs-error.ts';

/** The facts about a file that are requested everywhere. */
export const fileFields =
  'id,name,mimeType,version,modifiedTime,trashed,webViewLink,parents,driveId,lastModifyingUser(displayName,emailAddress),capabilities(canDownload),shortcutDetails(targetId,targetMimeType)';

const user = z.object({ displayName: z.string().optional(), emailAddress: z.string().optional() });

/** A file of Drive, as in its answers. */
export const fileSchema = z.object({
  id: z.string(),
  name: z.string().default(''),
  mimeType: z.string(),
  /** Has more digits than a number keeps. Moves with every change, also one that nobody sees. */
  version: z.string().optional(),
  modifiedTime: z.string().optional(),
  trashed: z.boolean().default(false),
  webViewLink: z.string().optional(),
  parents: z.array(z.string()).default([]),
  driveId: z.string().optional(),
  lastModifyingUser: user.optional(),
  capabilities: z.object({ canDownload: z.boolean().optional() }).default({}),
  shortcutDetails: z.object({ targetId: z.string(), targetMimeType: z.string().optional() }).optional(),
});

export type DriveFile = z.infer<typeof fileSchema>;

export const mimeTypes = {
  document: 'application/vnd.google-apps.document',
  folder: 'application/vnd.google-apps.folder',
  shortcut: 'application/vnd.google-apps.shortcut',
};

/** Parses the data of a response. @throws `CONTENT_INVALID`, which does not quote it: it may be the page of a proxy. */
export function parseResponse<Schema extends z.ZodType>(schema: Schema, data: unknown, what: string): z.infer<Schema> {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  throw gdocsError(
    'CONTENT_INVALID',
    `the response for ${what} is not one of Google's API: did a proxy or a login page answer?`,
  );
}

/** @returns The display name of the person who changed a file or made a revision. */
export function nameOfUser(person: z.infer<typeof user> | undefined): string | undefined {
  return person?.displayName ?? person?.emailAddress;
}

export { user as userSchema };
