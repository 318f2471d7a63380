import { setTimeout as sleep } from 'node:timers/promises';
import { vi } from 'vitest';
import type { CreatePromptsOptions, Prompts } from '../index.ts';
import { createPrompts } from '../node/index.ts';
import { fakeClock } from '../testing/fake-clock.ts';
import { hashSynchronously } from './hash-synchronously.ts';
import { ScriptedProvider } from './scripted-provider.ts';

/** The number of steps in which `within` advances the clock, and how many times as many it takes at most. */
const steps = 10;
const maxExtension = 4;

/** How long the snapshots of a fleet take to be written, at most. */
const maxWritingMs = 1000;

/** Processes that share a source and a clock. Nothing in them depends on real time, except writing a snapshot. */
export class Fleet implements AsyncDisposable {
  readonly clock = fakeClock();
  readonly provider: ScriptedProvider;
  readonly warnings: string[] = [];
  /** How far the wall clocks of processes that are started from now on are ahead, in milliseconds. */
  wallClockOffsetMs = 0;
  readonly #processes: Prompts[] = [];
  readonly #wallClock: { mockRestore(): void };
  readonly #hashing = hashSynchronously();
  readonly #options: Partial<CreatePromptsOptions>;
  readonly #create: typeof createPrompts;

  constructor(answer: ScriptedProvider['answer'], options: Partial<CreatePromptsOptions>, create = createPrompts) {
    this.provider = new ScriptedProvider(answer);
    this.#options = options;
    this.#create = create;
    const start = Date.now();
    this.#wallClock = vi.spyOn(Date, 'now').mockImplementation(() => start + this.clock.now() + this.wallClockOffsetMs);
  }

  /** Starts another process. It loads nothing before it is read. */
  async start(options: Partial<CreatePromptsOptions> = {}): Promise<Prompts> {
    const { cache, ...others } = this.#options;
    const prompts = await this.#create({
      systemPrompts: { it: { provider: 'scripted', config: {} } },
      providers: [this.provider],
      clock: this.clock,
      logger: { debug() {}, info() {}, warn: (message) => void this.warnings.push(message), error() {} },
      preload: false,
      ...others,
      ...options,
      cache: { ...cache, ...options.cache },
    } as CreatePromptsOptions);
    this.#processes.push(prompts);
    return prompts;
  }

  startMany(count: number): Promise<Prompts[]> {
    return Promise.all(Array.from({ length: count }, () => this.start()));
  }

  /** Advances the clock by this time while work goes on, and further if the work is not over then. @returns Its result. */
  async within<Result>(milliseconds: number, work: Promise<Result>): Promise<Result> {
    let isOver = false;
    const end = () => {
      isOver = true;
    };
    work.then(end, end);
    for (let step = 0; step < steps || (step < maxExtension * steps && !isOver); step += 1) {
      await this.clock.advance(milliseconds / steps);
    }
    return work;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closing = Promise.all(this.#processes.map((prompts) => prompts.close()));
    // A snapshot is written in real time. The clock stands still meanwhile, so that no time limit ends it.
    await Promise.race([closing, sleep(maxWritingMs, undefined, { ref: false })]);
    await this.within(10_000, closing);
    this.#wallClock.mockRestore();
    this.#hashing[Symbol.dispose]();
  }
}
