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
  /** The names of the prompts that it waits for now. */
  readonly waitsFor = new Set<string>();
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
  readonly #released = Promise.withResolvers<void>();

  constructor(cached: CachedPrompt, template: PromptTemplate, mustRun = false) {
    this.cached = cached;
    this.template = template;
    this.mustRun = mustRun;
  }

  /** Resolves, never rejects, when others no longer need to wait for it. */
  get untilReleased(): Promise<void> {
    return this.#released.promise;
  }

  release(): void {
    this.#released.resolve();
  }

  end(): void {
    this.isOver = true;
    this.release();
  }
}
