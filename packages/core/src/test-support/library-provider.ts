import { PromptError } from '../errors/prompt-error.ts';
import type { LoadContext } from '../provider/load-context.ts';
import type { PromptTemplate } from '../provider/prompt-template.ts';
import type { KnownVersion, ListContext, ListedPrompt, PromptFacts, PromptProvider } from '../provider/provider.ts';

interface LibraryConfig {
  readonly id?: string;
  readonly folder?: string;
}

/** A provider of many texts by id that can do everything, and counts its calls by method. */
export class LibraryProvider implements PromptProvider<LibraryConfig> {
  readonly name = 'library';
  readonly texts = new Map<string, string>();
  readonly calls: string[] = [];
  down: Error | undefined;
  announce: (ids: readonly string[]) => void = () => {};

  constructor(texts: Readonly<Record<string, string>> = {}) {
    for (const [id, text] of Object.entries(texts)) this.texts.set(id, text);
  }

  async load({ id = '' }: LibraryConfig): Promise<PromptTemplate> {
    this.#called('load');
    return this.#template(id);
  }

  async refresh({ id = '' }: LibraryConfig, { previous }: LoadContext): Promise<PromptTemplate> {
    this.#called('refresh');
    const template = this.#template(id);
    return previous !== undefined && previous.version === template.version ? previous : template;
  }

  async loadMany(configs: readonly LibraryConfig[]): Promise<(PromptTemplate | PromptError)[]> {
    this.#called(`loadMany ${configs.length}`);
    return configs.map(({ id = '' }) => {
      try {
        return this.#template(id);
      } catch (error) {
        return error as PromptError;
      }
    });
  }

  async changedSince(entries: readonly KnownVersion<LibraryConfig>[]): Promise<number[]> {
    this.#called(`changedSince ${entries.length}`);
    return entries.flatMap(({ config: { id = '' }, template }, index) =>
      this.texts.get(id) === template.content ? [] : [index],
    );
  }

  async list(_config: LibraryConfig, _context: ListContext<LibraryConfig>): Promise<ListedPrompt<LibraryConfig>[]> {
    this.#called('list');
    return [...this.texts].map(([id, text]) => ({ name: id, config: { id }, version: `v-${text}` }));
  }

  async describe(configs: readonly LibraryConfig[]): Promise<PromptFacts[]> {
    this.#called(`describe ${configs.length}`);
    return configs.map(({ id }) => ({ version: `commit of ${id}`, metadata: { author: 'Ada' } }));
  }

  async watch(
    configs: readonly LibraryConfig[],
    onChange: (indexes: readonly number[]) => void,
  ): Promise<AsyncDisposable> {
    this.announce = (ids) => onChange(configs.flatMap(({ id = '' }, index) => (ids.includes(id) ? [index] : [])));
    return {
      [Symbol.asyncDispose]: async () => {
        this.announce = () => this.#called('announced after the end');
      },
    };
  }

  async close(): Promise<void> {
    this.#called('close');
  }

  /** What was called since the last time, emptied by asking. */
  takeCalls(): string[] {
    return this.calls.splice(0);
  }

  #called(what: string): void {
    this.calls.push(what);
    if (this.down !== undefined) throw this.down;
  }

  #template(id: string): PromptTemplate {
    const content = this.texts.get(id);
    if (content === undefined) throw new PromptError('NOT_FOUND', `no text '${id}'`);
    return { content, version: `v-${content}`, uri: `library://${id}` };
  }
}
