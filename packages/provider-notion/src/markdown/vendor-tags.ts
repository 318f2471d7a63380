/**
 * The tags that contain other blocks, in both versions of Notion's markdown:
 * https://developers.notion.com/guides/data-apis/notion-flavored-markdown (2), https://developers.notion.com/guides/data-apis/enhanced-markdown (1)
 */
const frames = [
  'p|h[1-4]|quote|toggle|ul|ol|li|todo|callout|table|equation|columns?|tabs?|mail',
  'synced[_-]block(?:[_-]reference)?|meeting-notes(?:-section-(?:notes|summary|transcript))?',
  'details|summary|notes|transcript',
].join('|');

const attributes = '(?<attributes>\\s[^<>]*)?';

/** A line that opens a frame. The text after the tag is the title of the block. */
export const openingTag = new RegExp(`^<(?<tag>${frames})${attributes}(?<!/)>(?<text>.*)$`, 's');
/** The line that closes a frame. */
export const closingTag = new RegExp(`^</(?:${frames})>$`);
/** A whole frame in one line, such as the title of a toggle. */
export const closedFrame = new RegExp(`^<(?<tag>${frames})${attributes}>(?<text>.*)</\\k<tag>>$`, 's');

/** Another notation for callouts. */
export const openingFence = /^:{3,}\s*callout\b\s*(?<attributes>\{.*\})?$/;
export const closingFence = /^:{3,}$/;

/** Returns the value of an attribute, as in `icon="💡"`. */
export function attributeOf(attributes: string | undefined, name: string): string | undefined {
  return new RegExp(`(?<![\\w-])${name}="([^"]*)"`).exec(attributes ?? '')?.[1];
}
