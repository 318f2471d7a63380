import type { Clock } from '../../time/clock.ts';

/** One text: a state of a page of a source. */
export interface Text {
  /** The source and the page: `wiki/a`. */
  readonly page: string;
  /** Grows with each edit of the page. */
  readonly version: number;
}

interface Request {
  /** Its place among all requests and announcements of the run. */
  readonly order: number;
  /** On the fake clock, in milliseconds. */
  readonly completedAt: number;
}

/** A text that a source returned, or confirmed as unchanged. */
interface Answer extends Request, Text {}

/** What a source listed: pages by listed name. */
interface Listing extends Request {
  readonly source: string;
  readonly pages: ReadonlyMap<string, string>;
}

/** Everything that the sources of a run have returned. What prompts show is judged by it. */
export class Journal {
  readonly #clock: Clock;
  readonly #answers = new Map<string, Answer[]>();
  readonly listings: Listing[] = [];
  #order = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Returns the place of a request or an announcement that happens now. */
  nextOrder(): number {
    this.#order += 1;
    return this.#order;
  }

  addAnswer({ page, version }: Text, order: number): void {
    const key = toUri({ page, version });
    const answers = this.#answers.get(key) ?? [];
    this.#answers.set(key, [...answers, { page, version, order, completedAt: this.#clock.now() }]);
  }

  addListing(source: string, pages: ReadonlyMap<string, string>, order: number): void {
    this.listings.push({ source, pages, order, completedAt: this.#clock.now() });
  }

  /** Returns every answer with a text, in the order of their arrival. */
  answersWith(text: Text): readonly Answer[] {
    return this.#answers.get(toUri(text)) ?? [];
  }
}

export function toUri({ page, version }: Text): string {
  return `fuzz://${page}/${version}`;
}

export function toContent({ page, version }: Text): string {
  return `${page} #${version}`;
}

/** Returns the text that a content or a URI is of; undefined if it is not of a source. */
export function parseText(contentOrUri: string): Text | undefined {
  const [, page, version] = /^(?:fuzz:\/\/)?(\w+\/\w+)(?: #|\/)(\d+)$/.exec(contentOrUri) ?? [];
  return page === undefined ? undefined : { page, version: Number(version) };
}
