import type { PromptIssue } from '@prompts/core';
import { throwIssues } from './check-definitions.ts';
import type { Experiment } from './experiment.ts';

/**
 * Checks that every prompt of the active experiments is configured. A member of a collection is accepted: whether it exists is
 * known only later.
 * @param names The names that are configured, including collections.
 * @throws PromptError `CONFIG_INVALID`, which names every mistake.
 */
export function checkPromptNames(experiments: Iterable<Experiment>, names: readonly string[]): void {
  const known = new Set(names);
  const prefixes = names.filter((name) => name.endsWith('/*')).map((name) => name.slice(0, -1));
  const findMistake = (prompt: string) => {
    if (prompt.endsWith('/*')) return `'${prompt}' is a collection: name one of its members`;
    const isMember = prefixes.some((prefix) => prompt.startsWith(prefix) && prompt.length > prefix.length);
    return known.has(prompt) || isMember
      ? undefined
      : `'${prompt}' is not a prompt of this app: add it to systemPrompts`;
  };
  const issues: PromptIssue[] = [];
  for (const { name, prompt, variants, isActive } of experiments) {
    if (!isActive) continue;
    const paths: [string, string][] = [
      ['prompt', prompt],
      ...variants.map((variant): [string, string] => [`variants.${variant.name}`, variant.prompt]),
    ];
    for (const [path, used] of paths) {
      const message = findMistake(used);
      if (message !== undefined) issues.push({ path: `${name}.${path}`, message });
    }
  }
  throwIssues('Invalid experiments', issues);
}
