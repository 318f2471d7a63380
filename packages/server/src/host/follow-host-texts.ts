import { type Clock, type Prompt, PromptError, type Prompts, systemClock } from '@prompts/core';
import { toHostText } from './host-text.ts';

/** How often prompts whose TTL has ended are fetched: the host reads its own copy, so no read does it. */
const checkIntervalMs = 5000;

/**
 * Passes on the texts of all prompts, written for a host: those loaded now, and each change. A fallback is passed on only if there
 * was no text before. A text that can't be written for the host is logged, and the host keeps the last good one.
 * @returns The function that ends it. `prompts.close()` ends it, too.
 */
export function followHostTexts(
  prompts: Prompts,
  onText: (name: string, prompt: Prompt, text: string) => void,
  clock: Clock = systemClock,
): () => void {
  /** The hash of the last text of each name, whether the host took it or not. */
  const seen = new Map<string, string>();
  const passedOn = new Set<string>();
  /** The names that a hook redirects, and where to. */
  const redirected = new Map<string, string>();
  const endChanges = prompts.on('change', ({ name }) => {
    check(name);
    for (const [asked, target] of redirected) if (target === name) check(asked);
  });
  const endErrors = prompts.on('error', ({ name }) => check(name));
  let timer = clock.setTimeout(checkOutdated, checkIntervalMs);
  for (const { name } of prompts.list()) check(name);
  return end;

  function pass(name: string, prompt: Prompt): void {
    if (prompt.name !== name) redirected.set(name, prompt.name);
    if (seen.get(name) === prompt.hash) return;
    if (prompt.state === 'fallback' && passedOn.has(name)) return;
    seen.set(name, prompt.hash);
    try {
      onText(name, prompt, toHostText(prompt));
      passedOn.add(name);
    } catch (error) {
      // biome-ignore lint/suspicious/noConsole: nobody waits for a result
      console.warn(`@prompts/server: the host keeps its text of '${name}': ${(error as Error).message}`);
    }
  }

  /** Passes on a prompt if it differs. The read starts a fetch if its TTL has ended. */
  function check(name: string): void {
    try {
      const prompt = prompts.peek(name);
      if (prompt) pass(name, prompt);
    } catch (error) {
      // Other errors mean that there is no text: the name is that of a collection, or of a removed member.
      if (PromptError.isInstance(error) && error.code === 'CLOSED') end();
    }
  }

  function checkOutdated(): void {
    timer = clock.setTimeout(checkOutdated, checkIntervalMs);
    for (const { name, state } of prompts.list()) if (state !== 'fresh') check(name);
  }

  function end(): void {
    timer.cancel();
    endChanges();
    endErrors();
  }
}
