import { setTimeout as sleep } from 'node:timers/promises';

/** A source that can be down or hang, and counts requests. */
export class UnreliableSource {
  state: 'up' | 'down' | 'hangs' = 'up';
  calls = 0;

  readonly load = async (): Promise<string> => {
    this.calls += 1;
    if (this.state === 'hangs') await new Promise(() => {});
    await sleep(50);
    if (this.state === 'down') throw new Error('the source is down');
    return 'Be brief.';
  };
}
