import type { PromptTemplate } from '../provider/prompt-template.ts';
import type { ListedPrompt, PromptProvider } from '../provider/provider.ts';

type Answer = string | Error | Promise<string | Error>;

/** A provider of texts by id, each of which can be late or fail by itself. It has nothing but `load` and `list`. */
export class DeskProvider implements PromptProvider<{ id?: string }> {
  readonly name = 'desk';
  readonly texts: Map<string, Answer>;
  /** The ids of all loads. */
  readonly calls: string[] = [];

  constructor(texts: Readonly<Record<string, Answer>>) {
    this.texts = new Map(Object.entries(texts));
  }

  /** Makes a text late. @returns The function that provides it. */
  delay(id: string): (text: string | Error) => void {
    const { promise, resolve } = Promise.withResolvers<string | Error>();
    this.texts.set(id, promise);
    return (text) => {
      this.texts.set(id, text);
      resolve(text);
    };
  }

  async load({ id = '' }: { id?: string }): Promise<PromptTemplate> {
    this.calls.push(id);
    const answer = await this.texts.get(id);
    if (typeof answer === 'string') return { content: answer };
    throw answer ?? new Error(`no text ${id}`);
  }

  async list(): Promise<ListedPrompt<{ id: string }>[]> {
    return Array.from(this.texts.keys(), (id) => ({ name: id, config: { id } }));
  }
}
