import { vi } from 'vitest';
import type { CreatePromptsOptions, Prompts } from '../index.ts';
import { createPrompts } from '../node/index.ts';
import { fakeClock } from '../testing/fake-clock.ts';
import { ScriptedProvider } from './scripted-provider.ts';

/** Steps of a wait. */
const most = 10;

/** Processes that share a source and a clock. */
export class Fleet implements AsyncDisposable {
  readonly clock = fakeClock();
  readonly provider: ScriptedProvider;
  readonly warnings: string[] = [];
  /** Milliseconds by which the wall clocks of processes that are started from here on are ahead. */
  ahead = 0;
  readonly #open: Prompts[] = [];
  readonly #wallClock: { mockRestore(): void };
  readonly #options: Partial<CreatePromptsOptions>;

  constructor(answer: ScriptedProvider['answer'], options: Partial<CreatePromptsOptions>) {
    this.provider = new ScriptedProvider(answer);
    this.#options = options;
    // Their wall clocks agree with it, too.
    const start = Date.now();
    this.#wallClock = vi.spyOn(Date, 'now').mockImplementation(() => start + this.clock.now() + this.ahead);
  }

  /** Starts another process. It loads nothing by itself. */
  async start(options: Partial<CreatePromptsOptions> = {}): Promise<Prompts> {
    const { cache, ...others } = this.#options;
    const prompts = await createPrompts({
      systemPrompts: { it: { provider: 'scripted', config: {} } },
      providers: [this.provider],
      clock: this.clock,
      logger: { debug() {}, info() {}, warn: (message) => void this.warnings.push(message), error() {} },
      preload: false,
      ...others,
      ...options,
      cache: { ...cache, ...options.cache },
    } as CreatePromptsOptions);
    this.#open.push(prompts);
    return prompts;
  }

  startMany(count: number): Promise<Prompts[]> {
    return Promise.all(Array.from({ length: count }, () => this.start()));
  }

  /** Waits for what needs about so much time to pass. It passes step by step, since real hashing goes on meanwhile. */
  async within<Result>(milliseconds: number, work: Promise<Result>): Promise<Result> {
    let isOver = false;
    const end = () => {
      isOver = true;
    };
    work.then(end, end);
    for (let step = 0; step < most || (step < 4 * most && !isOver); step += 1) {
      await this.clock.advance(milliseconds / most);
    }
    return work;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.within(10_000, Promise.all(this.#open.map((prompts) => prompts.close())));
    this.#wallClock.mockRestore();
  }
}
