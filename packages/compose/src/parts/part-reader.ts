import { type HookEntry, type OtherPrompts, type Prompt, PromptError } from '@prompts/core';
import { sha256 } from '@prompts/core/sha256';
import type { AcceptedTexts } from '../accepted-texts.ts';
import { includesOf, type Node } from '../parse/nodes.ts';
import { parse } from '../parse/parse.ts';
import { partsOf } from './composed-part.ts';
import { isMadeOfVersion } from './part-list.ts';

/** The text of a part with its blocks. */
interface Base {
  readonly text: string;
  readonly hash: string;
  readonly nodes: readonly Node[];
}

/** Reads the parts of one prompt, each once. */
export class PartReader {
  readonly #entry: HookEntry;
  readonly #others: OtherPrompts;
  readonly #accepted: AcceptedTexts;
  readonly #prompts = new Map<string, Promise<Prompt>>();
  readonly #bases = new Map<string, Promise<Base>>();
  readonly #depths = new Map<string, Promise<readonly string[]>>();

  /** @param entry The entry that includes them. */
  constructor(entry: HookEntry, others: OtherPrompts, accepted: AcceptedTexts) {
    this.#entry = entry;
    this.#others = others;
    this.#accepted = accepted;
  }

  /** Starts reading several parts, and waits for all, even if some can't be read: no read may outlive the hook. */
  async prefetch(names: Iterable<string>): Promise<void> {
    await Promise.allSettled(Array.from(new Set(names), (name) => this.read(name)));
  }

  /** Returns a part as the app would get it. @throws what `get` does; `CONTENT_INVALID` for a circle, naming the way. */
  read(name: string): Promise<Prompt> {
    const known = this.#prompts.get(name);
    if (known) return known;
    const prompt = this.#others.read(name).catch(async (error) => {
      throw await this.#explain(error, name);
    });
    this.#prompts.set(name, prompt);
    return prompt;
  }

  /**
   * Returns the text of a part with its blocks.
   * @throws `CONTENT_INVALID` if the part is not made of it, because this text was rejected or changed.
   */
  readBase(name: string): Promise<Base> {
    const known = this.#bases.get(name);
    if (known) return known;
    const base = this.#readBase(name);
    this.#bases.set(name, base);
    return base;
  }

  async #readBase(name: string): Promise<Base> {
    const prompt = await this.read(name);
    const { content: text, version } = await this.#others.readTemplate(name);
    const hash = await sha256(text);
    if (isMadeOfVersion(prompt, version) && this.#accepted.has(this.#entry, name, hash))
      return { text, hash, nodes: parse(text).nodes };
    const problem = `the present text of '${name}' was rejected, or changed by a hook before compose`;
    throw new PromptError('CONTENT_INVALID', `${problem}: see its error, or move the hook`);
  }

  /** Returns the longest way down from a part: the names of its part, of that one's part, and so on. */
  async longestWay(name: string): Promise<readonly string[]> {
    const known = this.#depths.get(name);
    if (known) return known;
    // A part that is gone, or is read in a circle, adds nothing.
    this.#depths.set(name, Promise.resolve([]));
    const way = this.#measure(name).catch(() => []);
    this.#depths.set(name, way);
    return way;
  }

  async #measure(name: string): Promise<readonly string[]> {
    let longest: readonly string[] = [];
    const { metadata } = await this.read(name);
    for (const part of partsOf(metadata)) {
      const way = [part.name, ...(await this.longestWay(part.name))];
      if (way.length > longest.length) longest = way;
    }
    return longest;
  }

  /** In a circle, the error of a part may begin its way elsewhere. */
  async #explain(error: unknown, name: string): Promise<unknown> {
    if (!PromptError.isInstance(error) || error.code !== 'CONTENT_INVALID') return error;
    const way = await this.#findWayBack(name);
    if (!way) return error;
    return new PromptError(
      'CONTENT_INVALID',
      `the prompt includes itself: ${way.join(' → ')}. Remove one of these includes`,
    );
  }

  /** Finds the shortest way of includes from this prompt over a part back to this prompt. */
  async #findWayBack(name: string): Promise<readonly string[] | undefined> {
    const ways = new Map([[name, [this.#entry.name, name]]]);
    for (const [part, way] of ways) {
      if (part === this.#entry.name) return way;
      for (const next of await this.#includedBy(part)) if (!ways.has(next)) ways.set(next, [...way, next]);
    }
    return undefined;
  }

  async #includedBy(name: string): Promise<string[]> {
    try {
      const { content } = await this.#others.readTemplate(name);
      return Array.from(includesOf(parse(content).nodes), (include) => include.name);
    } catch {
      return [];
    }
  }
}
