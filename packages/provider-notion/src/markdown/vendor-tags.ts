/** The tags of Notion's markdown that frame other blocks: https://developers.notion.com/guides/data-apis/enhanced-markdown */
const frames =
  'callout|table|details|columns|column|synced_block|synced_block_reference|meeting-notes|summary|notes|transcript|tabs?';

/** A line that opens a frame, and nothing else. */
export const openingTag = new RegExp(`^<(?<tag>${frames})(?<attributes>\\s[^<>]*)?>$`);
/** The line that closes it. */
export const closingTag = new RegExp(`^</(?<tag>${frames})>$`);
/** A whole frame in one line, as of the title of a toggle. */
export const closedFrame = new RegExp(`^<(?<tag>${frames})(?:\\s[^<>]*)?>(?<text>.*)</\\k<tag>>$`);

/** Another notation for callouts. */
export const openingFence = /^:{3,}\s*callout\b\s*(?<attributes>\{.*\})?$/;
export const closingFence = /^:{3,}$/;

/** Returns the value of an attribute, as in `icon="💡"`. */
export function attributeOf(attributes: string | undefined, name: string): string | undefined {
  return new RegExp(`\\b${name}="([^"]*)"`).exec(attributes ?? '')?.[1];
}
