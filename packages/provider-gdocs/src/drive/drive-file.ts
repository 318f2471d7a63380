import * as z from 'zod';
import { gdocsError } from '../gdocs-error.ts';

/** The fields of a file that every request selects. */
export const fileFields =
  'id,name,mimeType,version,modifiedTime,trashed,webViewLink,parents,driveId,lastModifyingUser(displayName,emailAddress),capabilities(canDownload),shortcutDetails(targetId,targetMimeType)';

const user = z.object({ displayName: z.string().optional(), emailAddress: z.string().optional() });

/** A file of Drive, as in its responses. */
export const fileSchema = z.object({
  id: z.string(),
  name: z.string().default(''),
  mimeType: z.string(),
  /** Has more digits than a number can represent. Increases with every change, also with one that is not visible. */
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

/** Parses the data of a response. @throws `CONTENT_INVALID`, without quoting the data: it may be the page of a proxy. */
export function parseResponse<Schema extends z.ZodType>(schema: Schema, data: unknown, what: string): z.infer<Schema> {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  throw gdocsError(
    'CONTENT_INVALID',
    `the response for ${what} is not from Google's API: it may come from a proxy or a login page`,
  );
}

/** Returns the display name of a person who changed a file or created a revision, else the e-mail address. */
export function nameOfUser(person: z.infer<typeof user> | undefined): string | undefined {
  return person?.displayName ?? person?.emailAddress;
}

export { user as userSchema };
