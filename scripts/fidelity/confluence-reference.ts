/** Reduces the MDX of a converted page to what a reader sees of it: no front matter, tags, addresses and character references. */
export function readableMdx(mdx: string): string {
  const body = mdx
    .replace(/^---\n[\s\S]*?\n---\n/, '')
    .replace(/^\s*import .*$/gm, '')
    // The title is not part of the page's text.
    .replace(/^\s*# .*$/m, '');
  return outsideCode(body, (part) =>
    decodeReferences(withoutAddresses(part).replace(/<\/?[a-zA-Z][^<>]*>/g, ' ')).replace(/\\([{}<>])/g, '$1'),
  );
}

/** Reduces markdown to the words that a reader sees: no addresses, and no descriptions of images. */
export function readableMarkdown(markdown: string): string {
  return outsideCode(markdown, (part) => withoutAddresses(part).replaceAll('<br>', '\n'));
}

const fencedBlock = /^([ \t>]*)(`{3,}|~{3,})[^\n]*\n[\s\S]*?^[ \t>]*\2[ \t]*$/gm;

function outsideCode(markdown: string, edit: (part: string) => string): string {
  let result = '';
  let end = 0;
  for (const { 0: block, index } of markdown.matchAll(fencedBlock)) {
    result += edit(markdown.slice(end, index)) + block;
    end = index + block.length;
  }
  return result + edit(markdown.slice(end));
}

/** An image without a text shows none, and the addresses of links are not read. */
function withoutAddresses(markdown: string): string {
  return markdown
    .replace(/!\[[^\]]*\]\([^()]*(?:\([^()]*\)[^()]*)*\)/g, '')
    .replace(/\[((?:[^[\]]|\[[^[\]]*\])*)\]\([^()]*(?:\([^()]*\)[^()]*)*\)/g, '$1');
}

const characters: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' };

function decodeReferences(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|nbsp);/g, (_, name: string) => characters[name] as string);
}
