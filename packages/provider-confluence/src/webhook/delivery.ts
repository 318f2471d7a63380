import * as z from 'zod';

/** The page that a delivery names. */
export interface PageNotice {
  readonly pageId: string | undefined;
  readonly spaceKey: string | undefined;
  readonly title: string | undefined;
}

/** The events of Data Center: https://confluence.atlassian.com/doc/managing-webhooks-1021225606.html */
const events: Readonly<Record<string, 'page-updated' | 'page-removed'>> = {
  page_created: 'page-updated',
  page_updated: 'page-updated',
  page_moved: 'page-updated',
  page_copied: 'page-updated',
  page_restored: 'page-updated',
  page_archived: 'page-updated',
  page_unarchived: 'page-updated',
  page_trashed: 'page-removed',
  page_removed: 'page-removed',
  'page-updated': 'page-updated',
  'page-removed': 'page-removed',
};

const id = z
  .union([z.string().regex(/^\d{1,20}$/), z.int().positive()])
  .transform(String)
  .optional();

const time = z.union([z.number(), z.string()]).optional();

/** An Automation rule of Cloud sends `pageId`, Data Center sends `page`. */
const schema = z.object({
  event: z.string(),
  pageId: id,
  page: z.object({ id, spaceKey: z.string().optional(), title: z.string().optional() }).optional(),
  spaceKey: z.string().optional(),
  title: z.string().optional(),
  timestamp: time,
  at: time,
});

/** A parsed delivery. */
export interface Delivery {
  /** `page-updated`, `page-removed`, or an event that is ignored. */
  readonly event: string;
  readonly notice: PageNotice;
  /** Epoch ms. */
  readonly timestamp: number | undefined;
  /** Whether it contains a value that changes from one delivery to the next, such as a time. */
  readonly isUnique: boolean;
}

/** Parses the JSON of a delivery. @returns undefined if it is not a delivery. */
export function parseDelivery(json: unknown): Delivery | undefined {
  const parsed = schema.safeParse(json);
  if (!parsed.success) return undefined;
  const { event, pageId, page, spaceKey, title, timestamp, at, ...rest } = parsed.data;
  const known = Object.hasOwn(events, event) ? events[event] : undefined;
  const notice = { pageId: page?.id ?? pageId, spaceKey: page?.spaceKey ?? spaceKey, title: page?.title ?? title };
  if (known !== undefined && notice.pageId === undefined) return undefined;
  const time = timestamp ?? at;
  return {
    event: known ?? event,
    notice,
    timestamp: toEpochMs(time),
    isUnique: time !== undefined || Object.keys(rest).length > 0,
  };
}

function toEpochMs(time: string | number | undefined): number | undefined {
  const epochMs = typeof time === 'string' && !/^\d{12,}$/.test(time) ? Date.parse(time) : Number(time ?? Number.NaN);
  return Number.isNaN(epochMs) ? undefined : epochMs;
}
