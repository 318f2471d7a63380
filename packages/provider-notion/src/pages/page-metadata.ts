import { plainText, propertyValue } from './property-value.ts';
import type { Page } from './read-page.ts';

/**
 * Notion rounds the time of an edit down to the minute, so a text may change again without changing its time. A text that was read at
 * least this long after that time can't.
 */
const roundingMs = 2 * 60 * 1000;

/** The metadata of a template. Other keys are the names of the row's properties. */
export interface PageMetadata {
  readonly title?: string;
  /** ISO 8601, rounded down to the minute. */
  readonly updatedAt: string;
  /** Whether no further edit can have the same `updatedAt`. */
  readonly isSettled: boolean;
  /** The data source that the row belongs to. */
  readonly dataSourceId?: string;
}

/** Creates the metadata of a page. @param readAt When the text was requested, in epoch ms of Notion's clock. */
export function pageMetadata(page: Page, readAt: number): PageMetadata & Record<string, unknown> {
  const { properties, parent, last_edited_time: updatedAt } = page;
  const values = Object.entries(properties).flatMap(([name, property]) => {
    const value = propertyValue(property);
    return value === undefined || value === '' ? [] : [[name, value]];
  });
  const title = titleOf(page);
  return {
    ...Object.fromEntries(values),
    ...(title !== '' && { title }),
    updatedAt,
    isSettled: isSettled(updatedAt, readAt),
    ...(parent?.type === 'data_source_id' && { dataSourceId: parent.data_source_id }),
  };
}

/** Returns whether a text that was read at `readAt`, in epoch ms, can no longer change without changing its `updatedAt`. */
export function isSettled(updatedAt: string, readAt: number): boolean {
  return readAt - Date.parse(updatedAt) >= roundingMs;
}

export function titleOf({ properties }: Page): string {
  const title = Object.values(properties).find(({ type }) => type === 'title');
  return title?.type === 'title' ? plainText(title.title) : '';
}
