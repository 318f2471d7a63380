import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { waitUntilServed } from '../wait-until-served.ts';
import type { MemberOptions } from './open-member.ts';

/** A group of processes that read the same prompt. */
export class Fleet implements AsyncDisposable {
  readonly #options: MemberOptions;
  readonly #members = new Set<ChildProcess>();

  constructor(options: MemberOptions) {
    this.#options = options;
  }

  /** Starts `count` more processes. Resolves when all of them serve the prompt. */
  async start(count: number): Promise<void> {
    const started = Array.from({ length: count }, async () => {
      const member = fork(new URL('./member.ts', import.meta.url), [JSON.stringify(this.#options)]);
      this.#members.add(member);
      await once(member, 'message');
    });
    await Promise.all(started);
  }

  /**
   * Waits until all processes serve a text. Call it before the text is available.
   * @returns When each process served it, in milliseconds since the epoch.
   */
  waitUntilServed(content: string): Promise<readonly number[]> {
    return Promise.all(Array.from(this.#members, (member) => waitUntilServed(member, content)));
  }

  /** Kills a process of the fleet (SIGKILL). */
  kill(pid: number): void {
    for (const member of this.#members) {
      if (member.pid !== pid) continue;
      member.kill('SIGKILL');
      this.#members.delete(member);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const exits = Array.from(this.#members, (member) => {
      member.kill();
      return once(member, 'exit');
    });
    await Promise.all(exits);
  }
}
