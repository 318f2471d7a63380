import type { PromptBus } from '../../../packages/core/src/index.ts';

/** A subscription, and what it heard. */
export interface Inbox extends AsyncDisposable {
  readonly heard: string[];
  /** How often listening ended against its will, and began again. */
  readonly lost: number;
  readonly restored: number;
  /** Waits until `count` messages were heard, or listening ended or began again as often. */
  untilHeard(count: number): Promise<void>;
  untilLost(count: number): Promise<void>;
  untilRestored(count: number): Promise<void>;
}

export async function openInbox(bus: PromptBus): Promise<Inbox> {
  const heard: string[] = [];
  let lost = 0;
  let restored = 0;
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const look of waiting) look();
  };
  const until = (isDone: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!isDone()) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  const subscription = await bus.subscribe(
    (message) => {
      heard.push(message);
      wake();
    },
    {
      lost() {
        lost += 1;
        wake();
      },
      restored() {
        restored += 1;
        wake();
      },
    },
  );
  return {
    heard,
    get lost() {
      return lost;
    },
    get restored() {
      return restored;
    },
    untilHeard: (count) => until(() => heard.length >= count),
    untilLost: (count) => until(() => lost >= count),
    untilRestored: (count) => until(() => restored >= count),
    [Symbol.asyncDispose]: () => subscription[Symbol.asyncDispose](),
  };
}
