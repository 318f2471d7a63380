import type { RichTextItemResponse } from '@notionhq/client';
import type { Paragraph, PhrasingContent } from 'mdast';
import { plainText } from '../pages/property-value.ts';
import { mediaUrl } from './media-url.ts';
import { richTextToMdast } from './rich-text.ts';

/** A file that Notion stores, or one elsewhere. */
interface Media {
  readonly type?: string;
  readonly file?: { readonly url: string };
  readonly external?: { readonly url: string };
  readonly url?: string;
  readonly name?: string;
  readonly caption?: readonly RichTextItemResponse[];
}

/** Converts an image. Its caption becomes the alternative text. */
export function imageToMdast(media: Media): Paragraph {
  return paragraph([{ type: 'image', url: urlOf(media), alt: plainText(media.caption ?? []) }]);
}

/** Converts a file, a bookmark or anything else with an address to a link. Its text is the name, else the caption, else the address. */
export function mediaToMdast(media: Media): Paragraph {
  const url = urlOf(media);
  const caption = richTextToMdast(media.caption);
  const name: PhrasingContent[] = media.name ? [{ type: 'text', value: media.name }] : [];
  const label = name.length > 0 ? name : caption;
  const link: PhrasingContent = {
    type: 'link',
    url,
    children: (label.length > 0 ? label.flatMap(withoutLink) : [{ type: 'text', value: url }]) as never,
  };
  return paragraph(name.length > 0 && caption.length > 0 ? [link, { type: 'break' }, ...caption] : [link]);
}

function urlOf({ file, external, url }: Media): string {
  return mediaUrl(file?.url ?? external?.url ?? url ?? '');
}

/** A link can't contain links. */
function withoutLink(node: PhrasingContent): PhrasingContent[] {
  return node.type === 'link' ? node.children : [node];
}

function paragraph(children: PhrasingContent[]): Paragraph {
  return { type: 'paragraph', children };
}
