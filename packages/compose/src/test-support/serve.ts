import { createPrompts, type PromptHook, type Prompts } from '@prompts/core';
import { type FakeClock, fakeClock } from '@prompts/core/testing';
import { compose } from '../compose.ts';
import type { ComposeOptions } from '../options.ts';
import { type Answer, DeskProvider } from './desk-provider.ts';

/** What `serve` creates prompts from. */
interface Setting {
  /** What the desk holds, by id. Without `entries`, each of them is a prompt. */
  readonly texts?: Readonly<Record<string, Answer>>;
  readonly entries?: Readonly<Record<string, string | object>>;
  readonly options?: ComposeOptions;
  /** Default: only `compose(options)`. */
  readonly hooks?: readonly PromptHook[];
  readonly desk?: DeskProvider;
  readonly clock?: FakeClock;
  /** More options of `createPrompts`. */
  readonly more?: object;
}

/** An entry whose text is on the desk. */
export function onDesk(id: string, more: object = {}): object {
  return { provider: 'desk', config: { id }, ...more };
}

/** Serves composed prompts. Warnings are collected. */
export async function serve({ texts = {}, entries, options, hooks, clock = fakeClock(), more, ...rest }: Setting) {
  const desk = rest.desk ?? new DeskProvider(texts);
  const warnings: string[] = [];
  const logger = { debug() {}, info() {}, warn: (message: string) => void warnings.push(message), error() {} };
  const prompts: Prompts = await createPrompts({
    systemPrompts: entries ?? Object.fromEntries(Object.keys(texts).map((id) => [id, onDesk(id)])),
    providers: [desk],
    hooks: hooks ?? [compose(options)],
    clock,
    logger,
    ...more,
  } as never);
  return { prompts, desk, warnings, clock, [Symbol.asyncDispose]: () => prompts.close() };
}

/** Returns the composed content of the prompt `page`, of entries in the configuration. */
export async function composed(entries: Readonly<Record<string, string | object>>, options?: ComposeOptions) {
  await using served = await serve({ entries, ...(options && { options }) });
  return (await served.prompts.get('page')).content;
}
