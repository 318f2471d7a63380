import type { PromptHook } from './hook.ts';

/** Returns the hooks that take part in reads of a name. */
export function hooksFor(name: string, hooks: readonly PromptHook[]): readonly PromptHook[] {
  return hooks.every((hook) => takesPart(hook, name)) ? hooks : hooks.filter((hook) => takesPart(hook, name));
}

export function takesPart({ names }: PromptHook, name: string): boolean {
  if (names === undefined) return true;
  return typeof names === 'function' ? names(name) : names.includes(name);
}
