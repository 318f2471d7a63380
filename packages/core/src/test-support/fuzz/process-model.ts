import type { Clock } from '../../time/clock.ts';
import type { FuzzSource } from './fuzz-source.ts';
import { type Journal, parseText, type Text, toUri } from './journal.ts';

/** An entry of a fuzz run. */
export interface FuzzEntry {
  readonly source: string;
  /** Undefined for a collection. */
  readonly page?: string;
  readonly ttlSeconds: number;
  readonly fallback?: string;
}

/** The facts about a prompt that a read, an event or a summary shows. */
export interface Shown {
  readonly state: string;
  readonly content?: string;
  readonly uri?: string | undefined;
}

/** A model of what one process may show. */
export class ProcessModel {
  readonly #entries: Readonly<Record<string, FuzzEntry>>;
  readonly #sources: ReadonlyMap<string, FuzzSource>;
  readonly #journal: Journal;
  readonly #clock: Clock;
  /** The newest text that each name has shown. */
  readonly #newest = new Map<string, Text & { readonly shownAt: number }>();
  /** The last announcement of each name, as its place in the journal. */
  readonly announced = new Map<string, number>();

  constructor(
    entries: Readonly<Record<string, FuzzEntry>>,
    sources: ReadonlyMap<string, FuzzSource>,
    journal: Journal,
    clock: Clock,
  ) {
    this.#entries = entries;
    this.#sources = sources;
    this.#journal = journal;
    this.#clock = clock;
  }

  /** Whether a name of an entry has shown a text of its source. */
  hasText(name: string): boolean {
    return this.#newest.has(name);
  }

  /** Takes over what the process has shown before its restart: its snapshot contains that. */
  inherit(before: ProcessModel): void {
    for (const [name, text] of before.#newest) if (this.isEntry(name)) this.#newest.set(name, text);
  }

  isEntry(name: string): boolean {
    return name in this.#entries;
  }

  /** Records an announcement. @param order Its place in the journal. */
  announce(names: readonly string[], order: number): void {
    for (const name of names) this.announced.set(name, order);
  }

  /** @throws an Error if a prompt must not show this now. */
  observe(name: string, { state, content, uri }: Shown, isRead = false): void {
    const entry = this.#entryOf(name);
    if (state === 'fallback') {
      if (content !== undefined && content !== entry.fallback)
        throw new Error(`${name} shows ${content} as its fallback`);
      if (this.#newest.has(name) && !(isRead && this.#mayLag(name)))
        throw new Error(`${name} shows its fallback after a text`);
      return;
    }
    const text = parseText(content ?? uri ?? '');
    if (!text) throw new Error(`${name} shows ${content ?? uri}, which no source has`);
    if (uri !== undefined && uri !== toUri(text)) throw new Error(`${name} shows ${content} with the address ${uri}`);
    this.#checkOrder(name, text, isRead);
    if (state === 'fresh') this.#checkFresh(name, text, entry.ttlSeconds * 1000);
  }

  /** @throws an Error if a prompt must not show this text of another one now. */
  observePart(name: string, uri: string): void {
    const text = parseText(uri);
    if (!text || this.#journal.answersWith(text).length === 0) throw new Error(`${uri} of ${name} is from no source`);
    this.#checkOrder(name, text, false, `part ${name}`);
  }

  /** Whether a source returned a text to a request that came after a place in the journal. */
  isSince(text: Text, order: number): boolean {
    return this.#journal.answersWith(text).some((answer) => answer.order > order);
  }

  #entryOf(name: string): FuzzEntry {
    const entry = this.#entries[name] ?? this.#entries[name.replace(/\/.*/, '/*')];
    if (!entry) throw new Error(`${name} is not configured`);
    return entry;
  }

  /** The pages that a name may show, in the order in which it led to them. */
  #pagesOf(name: string): readonly string[] {
    const { source, page } = this.#entryOf(name);
    const pages = page === undefined ? this.#sources.get(source)?.history.get(name.replace(/.*\//, '')) : [page];
    return (pages ?? []).map((each) => `${source}/${each}`);
  }

  /** @param key What shows the text. */
  #checkOrder(name: string, text: Text, isRead: boolean, key = name): void {
    const pages = this.#pagesOf(name);
    if (!pages.includes(text.page)) throw new Error(`${name} shows ${toUri(text)}, a text of another source`);
    const newest = this.#newest.get(key);
    const [index, newestIndex] = [pages.indexOf(text.page), newest ? pages.indexOf(newest.page) : 0];
    const isOlder = index < newestIndex || (newest?.page === text.page && text.version < newest.version);
    // A source may go back in time: an old text is right if it was returned to a later request.
    const firstOrder = newest && Math.min(...this.#journal.answersWith(newest).map(({ order }) => order));
    if (isOlder && isRead && this.#mayLag(name)) return;
    if (newest && isOlder && !(index === newestIndex && this.isSince(text, firstOrder ?? 0)))
      throw new Error(`${name} shows ${toUri(text)} after ${toUri(newest)}`);
    this.#newest.set(key, { ...text, shownAt: this.#clock.now() });
  }

  /** A read may end together with a load that ends later. */
  #mayLag(name: string): boolean {
    return this.#newest.get(name)?.shownAt === this.#clock.now();
  }

  #checkFresh(name: string, text: Text, ttlMs: number): void {
    const answers = this.#journal.answersWith(text);
    const age = this.#clock.now() - Math.max(...answers.map(({ completedAt }) => completedAt));
    if (!(age <= ttlMs)) throw new Error(`${name} shows ${toUri(text)} as fresh, ${age} ms after it was returned`);
    const order = this.announced.get(name);
    if (order !== undefined && !this.isSince(text, order))
      throw new Error(`${name} shows ${toUri(text)} as fresh, requested before the change that was announced`);
  }
}
