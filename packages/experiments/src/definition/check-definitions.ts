import { PromptError, type PromptIssue } from '@prompts/core';
import { definitionSchema, optionsSchema } from './definition-schema.ts';
import type { ExperimentDefinition } from './experiment-definition.ts';
import { findConflicts } from './find-conflicts.ts';

/** JavaScript moves integers to the front of an object, so that the first variant would not be the one that was written first. */
const refusedName = /^(|0|[1-9]\d*|__proto__)$/;

/** @throws PromptError `CONFIG_INVALID`, which names every mistake. */
export function checkDefinitions(definitions: unknown, options: unknown): void {
  const issues: PromptIssue[] = [];
  const valid = new Map<string, ExperimentDefinition>();
  if (typeof definitions !== 'object' || definitions === null || Array.isArray(definitions)) {
    issues.push({ path: 'experiments', message: 'must be an object: the definitions of experiments by name' });
  } else {
    for (const [name, definition] of Object.entries(definitions)) {
      const found = findMistakes(name, definition);
      if (found.length === 0) valid.set(name, definition);
      issues.push(...found);
    }
  }
  issues.push(...findConflicts(valid));
  const result = optionsSchema.safeParse(options);
  issues.push(
    ...(result.error?.issues ?? []).map(({ path, message }) => ({ path: path.join('.') || 'options', message })),
  );
  throwIssues('Invalid experiments', issues);
}

/** @throws PromptError `CONFIG_INVALID` if there are any issues. */
export function throwIssues(title: string, issues: readonly PromptIssue[]): void {
  if (issues.length === 0) return;
  const lines = issues.map(({ path, message }) => `\n  ${path}: ${message}`);
  throw new PromptError('CONFIG_INVALID', `${title}:${lines.join('')}`, { issues });
}

function findMistakes(name: string, definition: unknown): PromptIssue[] {
  const { success, data, error } = definitionSchema.safeParse(definition);
  const at = (path: readonly PropertyKey[], message: string) => ({
    path: [name, ...path].map(String).join('.'),
    message,
  });
  const issues = (error?.issues ?? []).map(({ path, message }) => at(path, message));
  if (name === '') issues.push(at([], 'an experiment needs a name'));
  if (!success) return issues;

  const variants = Object.keys((definition as typeof data).variants);
  if (variants.length < 2) issues.push(at(['variants'], 'must have at least two variants'));
  for (const variant of variants) {
    if (refusedName.test(variant)) {
      issues.push(at(['variants', variant], `'${variant}' can't be the name of a variant: begin it with a letter`));
    }
  }
  const { control, weights, namespace } = data;
  if (control !== undefined && !variants.includes(control)) {
    issues.push(at(['control'], `'${control}' is not a variant: use one of ${variants.join(', ')}`));
  }
  if (weights) issues.push(...findWeightMistakes(variants, weights).map((message) => at(['weights'], message)));
  if (namespace && namespace.from >= namespace.to) issues.push(at(['namespace'], 'from must be less than to'));
  return issues;
}

function findWeightMistakes(variants: readonly string[], weights: Readonly<Record<string, number>>): string[] {
  const missing = variants.filter((variant) => !Object.hasOwn(weights, variant));
  const unknown = Object.keys(weights).filter((variant) => !variants.includes(variant));
  const messages = [
    ...missing.map((variant) => `has no weight for the variant '${variant}'`),
    ...unknown.map((variant) => `'${variant}' is not a variant`),
  ];
  const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  if (messages.length === 0 && Math.abs(total - 1) > 0.01) {
    messages.push(`must sum to 1, but sum to ${Number(total.toFixed(4))}`);
  }
  return messages;
}
