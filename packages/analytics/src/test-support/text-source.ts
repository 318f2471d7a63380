import type { PromptProvider } from '@prompts/core';

/** A source whose texts a test sets. Without one, its loads fail. */
export class TextSource implements PromptProvider<{ readonly id: string }> {
  readonly name = 'texts';
  readonly texts = new Map<string, string>();

  constructor(texts: Readonly<Record<string, string>> = {}) {
    for (const [id, text] of Object.entries(texts)) this.texts.set(id, text);
  }

  async load({ id }: { readonly id: string }): Promise<{ content: string; version: string }> {
    const content = this.texts.get(id);
    if (content === undefined) throw new Error('the source is down');
    return { content, version: `version of ${content}` };
  }
}

/** An entry that reads from a {@link TextSource}. */
export function entryOf(id: string, more: object = {}) {
  return { provider: 'texts', config: { id }, ...more };
}
