import type { ListedPrompt, LoadContext, PromptProvider, PromptTemplate } from '@prompts/core';

/** A text, what its source returns in full, or why it can't be loaded. */
export type Answer = string | PromptTemplate | Error;

/** A provider of texts by id, each of which can be late or fail by itself. */
export class DeskProvider implements PromptProvider<{ id?: string }> {
  readonly name = 'desk';
  readonly texts: Map<string, Answer | Promise<Answer>>;
  /** The ids of all loads. */
  readonly calls: string[] = [];

  constructor(texts: Readonly<Record<string, Answer>> = {}) {
    this.texts = new Map(Object.entries(texts));
  }

  /** Makes a text late. @returns The function that provides it. */
  delay(id: string): (answer: Answer) => void {
    const { promise, resolve } = Promise.withResolvers<Answer>();
    this.texts.set(id, promise);
    return (answer) => {
      this.texts.set(id, answer);
      resolve(answer);
    };
  }

  async load({ id = '' }: { id?: string }, _context?: LoadContext): Promise<PromptTemplate> {
    this.calls.push(id);
    const answer = (await this.texts.get(id)) ?? new Error(`the desk has no text '${id}'`);
    if (answer instanceof Error) throw answer;
    return typeof answer === 'string' ? { content: answer } : answer;
  }

  async list(): Promise<ListedPrompt<{ id: string }>[]> {
    return Array.from(this.texts.keys(), (id) => ({ name: id, config: { id } }));
  }
}
