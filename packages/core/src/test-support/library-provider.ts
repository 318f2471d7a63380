import { PromptError } from '../errors/prompt-error.ts';
import type { LoadContext } from '../provider/load-context.ts';
import type { PromptTemplate } from '../provider/prompt-template.ts';
import type { KnownVersion, ListContext, ListedPrompt, PromptFacts, PromptProvider } from '../provider/provider.ts';

interface LibraryConfig {
  readonly id?: string;
  readonly folder?: string;
}

/** A provider of texts by id that supports batches, listings, facts and watches. It records its calls. */
export class LibraryProvider implements PromptProvider<LibraryConfig> {
  readonly name = 'library';
  readonly texts = new Map<string, string>();
  /** Each call with its method and the number of configs: `loadMany 3`. */
  readonly calls: string[] = [];
  /** Thrown by every call while it is set. */
  down: Error | undefined;
  /** Reports changes through the watch. */
  announce: (ids: readonly string[]) => void = () => {};

  constructor(texts: Readonly<Record<string, string>> = {}) {
    for (const [id, text] of Object.entries(texts)) this.texts.set(id, text);
  }

  async load({ id = '' }: LibraryConfig): Promise<PromptTemplate> {
    this.#record('load');
    return this.#template(id);
  }

  async refresh({ id = '' }: LibraryConfig, { previous }: LoadContext): Promise<PromptTemplate> {
    this.#record('refresh');
    const template = this.#template(id);
    return previous !== undefined && previous.version === template.version ? previous : template;
  }

  async loadMany(configs: readonly LibraryConfig[]): Promise<(PromptTemplate | PromptError)[]> {
    this.#record(`loadMany ${configs.length}`);
    return configs.map(({ id = '' }) => {
      try {
        return this.#template(id);
      } catch (error) {
        return error as PromptError;
      }
    });
  }

  async changedSince(entries: readonly KnownVersion<LibraryConfig>[]): Promise<number[]> {
    this.#record(`changedSince ${entries.length}`);
    return entries.flatMap(({ config: { id = '' }, template }, index) =>
      this.texts.get(id) === template.content ? [] : [index],
    );
  }

  async list(_config: LibraryConfig, _context: ListContext<LibraryConfig>): Promise<ListedPrompt<LibraryConfig>[]> {
    this.#record('list');
    return [...this.texts].map(([id, text]) => ({ name: id, config: { id }, version: `v-${text}` }));
  }

  async describe(configs: readonly LibraryConfig[]): Promise<PromptFacts[]> {
    this.#record(`describe ${configs.length}`);
    return configs.map(({ id }) => ({ version: `commit of ${id}`, metadata: { author: 'Ada' } }));
  }

  async watch(
    configs: readonly LibraryConfig[],
    onChange: (indexes: readonly number[]) => void,
  ): Promise<AsyncDisposable> {
    this.announce = (ids) => onChange(configs.flatMap(({ id = '' }, index) => (ids.includes(id) ? [index] : [])));
    return {
      [Symbol.asyncDispose]: async () => {
        this.announce = () => this.#record('announced after close');
      },
    };
  }

  async close(): Promise<void> {
    this.#record('close');
  }

  /** Returns the recorded calls, and forgets them. */
  takeCalls(): string[] {
    return this.calls.splice(0);
  }

  #record(call: string): void {
    this.calls.push(call);
    if (this.down !== undefined) throw this.down;
  }

  #template(id: string): PromptTemplate {
    const content = this.texts.get(id);
    if (content === undefined) throw new PromptError('NOT_FOUND', `there is no text '${id}'`);
    return { content, version: `v-${content}`, uri: `library://${id}` };
  }
}
