import type { PromptIssue } from '@prompts/core';
import type { ExperimentDefinition } from './experiment-definition.ts';

type Named = readonly [name: string, definition: ExperimentDefinition];

/** Finds active experiments on the same prompt that could both claim a unit. */
export function findConflicts(definitions: ReadonlyMap<string, ExperimentDefinition>): PromptIssue[] {
  const active = [...definitions].filter(([, { active = true }]) => active);
  return [...Map.groupBy(active, ([, { prompt }]) => prompt).values()].flatMap((group) =>
    group.flatMap((second, index) => group.slice(0, index).flatMap((first) => findConflict(first, second))),
  );
}

function findConflict([firstName, first]: Named, [secondName, second]: Named): PromptIssue[] {
  const [one, other] = [first.namespace, second.namespace];
  const isDisjoint = one && other && one.id === other.id && (one.to <= other.from || other.to <= one.from);
  const both = `'${firstName}' is an active experiment on '${first.prompt}', too`;
  if (!isDisjoint) {
    const message = `${both}: give both slices of one namespace that do not overlap, or set active: false for one of them`;
    return [{ path: `${secondName}.namespace`, message }];
  }
  if (first.unit === second.unit) return [];
  return [
    { path: `${secondName}.unit`, message: `${both}: slices of a namespace need the same unit, '${first.unit}'` },
  ];
}
