import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { MemberOptions } from './open.ts';

/** What a process tells: the text it serves, and since when. */
interface Served {
  readonly content: string;
  /** Epoch ms, with fractions. */
  readonly at: number;
}

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

function servedBy(member: ChildProcess, content: string): Promise<number> {
  return new Promise((resolve) => {
    const listen = (served: Served) => {
      if (served.content !== content) return;
      member.off('message', listen);
      resolve(served.at);
    };
    member.on('message', listen);
  });
}
