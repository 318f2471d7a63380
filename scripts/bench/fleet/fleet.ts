import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { servedBy } from '../served-by.ts';
import type { MemberOptions } from './open.ts';

/** Processes that read the same prompt. */
export class Fleet implements AsyncDisposable {
  readonly #options: MemberOptions;
  readonly #members = new Set<ChildProcess>();

  constructor(options: MemberOptions) {
    this.#options = options;
  }

  /** Resolves when so many more processes serve the prompt. */
  async start(count: number): Promise<void> {
    const started = Array.from({ length: count }, async () => {
      const member = fork(new URL('./member.ts', import.meta.url), [JSON.stringify(this.#options)]);
      this.#members.add(member);
      await once(member, 'message');
    });
    await Promise.all(started);
  }

  /** @returns when each of them served a text: epoch ms. Call it before the text can be had. */
  serve(content: string): Promise<readonly number[]> {
    return Promise.all(Array.from(this.#members, (member) => servedBy(member, content)));
  }

  /** Ends a process of the fleet as a power cut would. */
  kill(pid: number): void {
    for (const member of this.#members) {
      if (member.pid !== pid) continue;
      member.kill('SIGKILL');
      this.#members.delete(member);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = Array.from(this.#members, (member) => {
      member.kill();
      return once(member, 'exit');
    });
    await Promise.all(ended);
  }
}
