import type { PromptTemplate } from '../../provider/prompt-template.ts';
import type { Prompt } from '../../template/prompt.ts';
import type { CachedPrompt } from '../model.ts';
import type { Rejection } from '../publisher.ts';
import type { Read } from './read.ts';

/** One run of the `loaded` hooks of a prompt on a template: what they read, what they wait for, and the result. */
export class Derivation {
  readonly cached: CachedPrompt;
  readonly template: PromptTemplate;
  readonly reads: Read[] = [];
  /** The names of the prompts that it waits for now; undefined if it never waited. */
  waitsFor: Set<string> | undefined;
  /** Whether the hooks must run. Otherwise their previous result for this text is still valid. */
  mustRun: boolean;
  isOver = false;
  /** Whether the last good prompt is out of date, because this one could not be made. */
  isBehind = false;
  /** Whether something that the hooks read was not available. */
  hasFailedRead = false;
  prompt: Prompt | undefined;
  /** Why the prompt could not be made. */
  error: Rejection | undefined;
  #isReleased = false;
  #released: PromiseWithResolvers<void> | undefined;

  constructor(cached: CachedPrompt, template: PromptTemplate, mustRun = false) {
    this.cached = cached;
    this.template = template;
    this.mustRun = mustRun;
  }

  /** Resolves, never rejects, when others no longer need to wait for it; undefined if they need not wait. */
  get untilReleased(): Promise<void> | undefined {
    // Few derivations are waited for.
    if (!this.#isReleased) this.#released ??= Promise.withResolvers();
    return this.#released?.promise;
  }

  release(): void {
    this.#isReleased = true;
    this.#released?.resolve();
  }

  /** Waits for something of another prompt, which must not wait for this one meanwhile. */
  async whileWaitingFor<Value>(name: string, work: () => Promise<Value>): Promise<Value> {
    this.waitsFor ??= new Set();
    this.waitsFor.add(name);
    try {
      return await work();
    } finally {
      this.waitsFor.delete(name);
    }
  }

  end(): void {
    this.isOver = true;
    this.release();
  }
}
