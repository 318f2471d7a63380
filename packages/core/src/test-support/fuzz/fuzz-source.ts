import { PromptError } from '../../errors/prompt-error.ts';
import type { LoadContext } from '../../provider/load-context.ts';
import type { PromptTemplate } from '../../provider/prompt-template.ts';
import type { KnownVersion, ListedPrompt, PromptProvider } from '../../provider/provider.ts';
import type { Clock } from '../../time/clock.ts';
import { type Journal, parseText, type Text, toContent, toUri } from './journal.ts';

interface PageConfig {
  readonly page?: string;
}

/** How a source answers: what it read when the request arrived, late, not at all, or something wrong. */
export type Behaviour = 'ok' | 'slow' | 'hangs' | 'fails' | 'limited' | 'empty' | 'null' | 'short' | 'old';

/** What a source can do beyond `load` and `list`. */
export interface SourceFeatures {
  readonly hasBatches: boolean;
  readonly hasChangedSince: boolean;
  readonly hasRefresh: boolean;
  readonly hasVersions: boolean;
  /** What a listing says about its members. */
  readonly listed: 'names' | 'versions' | 'texts';
}

/** How late a slow answer is. */
const slowMs = 7000;

const encoder = new TextEncoder();

/** A source of pages that are edited, moved and removed, and that behaves as it is told. */
export class FuzzSource {
  readonly name: string;
  /** The version of each page. */
  readonly versions = new Map<string, number>();
  /** Pages by listed name. */
  readonly listed = new Map<string, string>();
  /** Every page that a listed name ever led to, in order. */
  readonly history = new Map<string, string[]>();
  /** By page; `*` for all calls. */
  readonly behaviours = new Map<string, Behaviour>();
  readonly provider: PromptProvider<PageConfig>;
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #features: SourceFeatures;
  readonly #watches = new Set<(page: string) => void>();

  constructor(name: string, features: SourceFeatures, journal: Journal, clock: Clock) {
    this.name = name;
    this.#features = features;
    this.#journal = journal;
    this.#clock = clock;
    this.provider = this.#createProvider();
  }

  edit(page: string): void {
    this.versions.set(page, (this.versions.get(page) ?? 0) + 1);
  }

  /** Makes a listed name lead to a page. */
  point(name: string, page: string): void {
    this.listed.set(name, page);
    const pages = this.history.get(name) ?? [];
    if (!pages.includes(page)) this.history.set(name, [...pages, page]);
    if (!this.versions.has(page)) this.edit(page);
  }

  announce(page: string): void {
    for (const report of this.#watches) report(page);
  }

  createDelivery(page: string) {
    return { headers: new Headers(), body: encoder.encode(page) };
  }

  #createProvider(): PromptProvider<PageConfig> {
    const { hasBatches, hasChangedSince, hasRefresh } = this.#features;
    return {
      name: this.name,
      load: async ({ page = '' }, { signal }) => {
        const [template] = await this.#load([page], signal);
        if (PromptError.isInstance(template)) throw template;
        return template as PromptTemplate;
      },
      list: (_, context) => this.#list(context),
      ...(hasBatches && {
        loadMany: (configs: readonly PageConfig[], { signal }: LoadContext) =>
          this.#load(
            configs.map(({ page = '' }) => page),
            signal,
          ),
      }),
      ...(hasRefresh && {
        refresh: async ({ page = '' }: PageConfig, { signal, previous }: LoadContext) => {
          const [template] = await this.#load([page], signal);
          if (PromptError.isInstance(template)) throw template;
          return previous && template?.content === previous.content ? previous : (template as PromptTemplate);
        },
      }),
      ...(hasChangedSince && {
        changedSince: (known: readonly KnownVersion<PageConfig>[], { signal }: LoadContext) =>
          this.#findChanged(known, signal),
      }),
      watch: async (configs, onChange) => {
        const report = (page: string) =>
          onChange(configs.flatMap((config, index) => ((config.page ?? page) === page ? [index] : [])));
        this.#watches.add(report);
        return { [Symbol.asyncDispose]: async () => void this.#watches.delete(report) };
      },
      webhook: {
        events: ['edit'],
        receive: async ({ body }) => ({ id: '1', event: 'edit', payload: new TextDecoder().decode(body) }),
        touches: ({ payload }, configs) =>
          configs.flatMap(({ page }, index) => ((page ?? payload) === payload ? [index] : [])),
      },
    };
  }

  /** Reads pages now, and answers as each of them behaves. */
  async #load(pages: readonly string[], signal: AbortSignal): Promise<(PromptTemplate | PromptError)[]> {
    const order = this.#journal.nextOrder();
    const results = pages.map((page) => this.#read(page));
    await this.#delay(pages, signal);
    return results.flatMap(({ text, result, behaviour }) => {
      if (behaviour === 'short') return [];
      if (behaviour === 'null') return [null as unknown as PromptTemplate];
      if (behaviour === 'empty') return [{ content: '' }];
      if (text) this.#journal.addAnswer(text, order);
      return [result];
    });
  }

  async #findChanged(known: readonly KnownVersion<PageConfig>[], signal: AbortSignal): Promise<number[]> {
    const order = this.#journal.nextOrder();
    const pages = known.map(({ config: { page = '' } }) => page);
    const changed = pages.flatMap((page, index) => {
      const isOld = this.#behaviourOf(page) === 'old';
      return isOld || parseText(known[index]?.template.content ?? '')?.version === this.versions.get(page)
        ? []
        : [index];
    });
    await this.#delay(pages, signal);
    for (const [index, { template }] of known.entries()) {
      const text = parseText(template.content);
      if (text && !changed.includes(index)) this.#journal.addAnswer(text, order);
    }
    return changed;
  }

  async #list({ signal }: LoadContext): Promise<ListedPrompt<PageConfig>[]> {
    const order = this.#journal.nextOrder();
    const { listed } = this.#features;
    const pages = new Map(this.listed);
    const texts = new Map(Array.from(pages.values(), (page) => [page, this.#textOf(page)]));
    const behaviour = this.#behaviourOf('*');
    await this.#delay(['*'], signal);
    if (behaviour === 'null') return null as unknown as [];
    if (behaviour === 'short') return [null as unknown as ListedPrompt<PageConfig>];
    for (const text of texts.values()) if (text && listed !== 'names') this.#journal.addAnswer(text, order);
    this.#journal.addListing(this.name, pages, order);
    return Array.from(pages, ([name, page]) => {
      const text = texts.get(page);
      return {
        name,
        config: { page },
        ...(text && listed !== 'names' && { version: `v${text.version}` }),
        ...(text && listed === 'texts' && { template: this.#toTemplate(text) }),
      };
    });
  }

  #read(page: string) {
    const behaviour = this.#behaviourOf(page);
    const text = behaviour === 'fails' ? undefined : this.#textOf(page);
    const code = behaviour === 'fails' ? 'UNAVAILABLE' : 'NOT_FOUND';
    const result = text ? this.#toTemplate(text) : new PromptError(code, `page ${page}`);
    return { text, result, behaviour };
  }

  #textOf(page: string): Text | undefined {
    const version = this.versions.get(page);
    if (version === undefined) return undefined;
    const isOld = this.#behaviourOf(page) === 'old';
    return { page: `${this.name}/${page}`, version: isOld ? Math.max(1, version - 1) : version };
  }

  #toTemplate(text: Text): PromptTemplate {
    return {
      content: toContent(text),
      uri: toUri(text),
      ...(this.#features.hasVersions && { version: `v${text.version}` }),
    };
  }

  #behaviourOf(page: string): Behaviour {
    const ofAll = this.behaviours.get('*') ?? 'ok';
    return ofAll === 'ok' ? (this.behaviours.get(page) ?? 'ok') : ofAll;
  }

  /** Waits as long as the slowest page makes the call wait. @throws if the call as a whole fails. */
  async #delay(pages: readonly string[], signal: AbortSignal): Promise<void> {
    const behaviours = new Set(pages.map((page) => this.#behaviourOf(page)));
    const ofAll = this.behaviours.get('*');
    if (behaviours.has('hangs'))
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    if (behaviours.has('slow')) await new Promise<void>((resolve) => this.#clock.setTimeout(resolve, slowMs));
    if (ofAll === 'fails') throw new PromptError('UNAVAILABLE', 'down');
    if (behaviours.has('limited')) throw new PromptError('RATE_LIMITED', 'too many requests', { retryAfter: 5 });
  }
}
