import type { PromptBus } from '../../../packages/core/src/index.ts';

/** A subscription, and what it heard. */
export interface Inbox extends AsyncDisposable {
  readonly heard: string[];
  /** How often listening began again. */
  readonly restored: number;
  /** Waits until `count` messages were heard, or listening began again as often. */
  untilHeard(count: number): Promise<void>;
  untilRestored(count: number): Promise<void>;
}

export async function openInbox(bus: PromptBus): Promise<Inbox> {
  const heard: string[] = [];
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
      restored() {
        restored += 1;
        wake();
      },
    },
  );
  return {
    heard,
    get restored() {
      return restored;
    },
    untilHeard: (count) => until(() => heard.length >= count),
    untilRestored: (count) => until(() => restored >= count),
    [Symbol.asyncDispose]: () => subscription[Symbol.asyncDispose](),
  };
}
