import { PromptError, type PromptIssue } from '@prompts/core';
import { optionsSchema } from './definition-schema.ts';
import type { ExperimentDefinition } from './experiment-definition.ts';
import { findConflicts } from './find-conflicts.ts';
import { findMistakes } from './find-mistakes.ts';

/** @throws PromptError `CONFIG_INVALID`, which names every mistake. */
export function checkDefinitions(definitions: unknown, options: unknown): void {
  const issues: PromptIssue[] = [];
  const comparable = new Map<string, ExperimentDefinition>();
  if (typeof definitions !== 'object' || definitions === null || Array.isArray(definitions)) {
    issues.push({ path: 'experiments', message: 'must be an object: the definitions of experiments by name' });
  } else {
    for (const [name, definition] of Object.entries(definitions)) {
      const mistakes = findMistakes(name, definition);
      issues.push(...mistakes.issues);
      if (mistakes.isSound('prompt', 'unit', 'namespace', 'active')) comparable.set(name, definition);
    }
  }
  issues.push(...findConflicts(comparable));
  for (const { path, message } of optionsSchema.safeParse(options).error?.issues ?? []) {
    issues.push({ path: path.join('.') || 'options', message });
  }
  throwIssues('Invalid experiments', issues);
}

/** @throws PromptError `CONFIG_INVALID` if there are any issues. */
export function throwIssues(title: string, issues: readonly PromptIssue[]): void {
  if (issues.length === 0) return;
  const lines = issues.map(({ path, message }) => `\n  ${path}: ${message}`);
  throw new PromptError('CONFIG_INVALID', `${title}:${lines.join('')}`, { issues });
}
