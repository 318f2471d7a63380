import { setTimeout as wait } from 'node:timers/promises';

/** A source that may go down or hang, and counts how often it is asked. */
export class MoodySource {
  mood: 'up' | 'down' | 'hangs' = 'up';
  calls = 0;

  readonly load = async (): Promise<string> => {
    this.calls += 1;
    if (this.mood === 'hangs') await new Promise(() => {});
    await wait(50);
    if (this.mood === 'down') throw new Error('the source is down');
    return 'Be brief.';
  };
}
