import type { PromptBus } from '@prompts/core';

/** A subscription that records the messages it receives. Dispose of it to unsubscribe. */
export interface Inbox extends AsyncDisposable {
  /** The messages so far, in the order of their arrival. */
  readonly messages: readonly string[];
  /** The number of calls of `lost` so far. */
  readonly lost: number;
  /** The number of calls of `restored` so far. */
  readonly restored: number;
  /** Resolves when at least `count` messages have arrived. */
  untilReceived(count: number): Promise<void>;
  /** Resolves when `lost` has been called at least `count` times. */
  untilLost(count: number): Promise<void>;
  /** Resolves when `restored` has been called at least `count` times. */
  untilRestored(count: number): Promise<void>;
}

/** Subscribes to a bus. Rejects if the bus does. */
export async function openInbox(bus: PromptBus): Promise<Inbox> {
  const messages: string[] = [];
  let lost = 0;
  let restored = 0;
  const checks = new Set<() => void>();
  const runChecks = () => {
    for (const check of checks) check();
  };
  const until = (isDone: () => boolean) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (!isDone()) return;
        checks.delete(check);
        resolve();
      };
      checks.add(check);
      check();
    });
  const subscription = await bus.subscribe(
    (message) => {
      messages.push(message);
      runChecks();
    },
    {
      lost() {
        lost += 1;
        runChecks();
      },
      restored() {
        restored += 1;
        runChecks();
      },
    },
  );
  return {
    messages,
    get lost() {
      return lost;
    },
    get restored() {
      return restored;
    },
    untilReceived: (count) => until(() => messages.length >= count),
    untilLost: (count) => until(() => lost >= count),
    untilRestored: (count) => until(() => restored >= count),
    [Symbol.asyncDispose]: () => subscription[Symbol.asyncDispose](),
  };
}
