import type { PromptIssue } from '@prompts/core';
import { definitionSchema } from './definition-schema.ts';
import type { ExperimentDefinition } from './experiment-definition.ts';

/** JavaScript moves integers to the front of an object, so that the first variant would not be the one that was written first. */
const refusedName = /^(|0|[1-9]\d*|__proto__)$/;

/** The mistakes of one definition. */
export interface Mistakes {
  readonly issues: readonly PromptIssue[];
  /** Returns whether none of these fields has a mistake, so that they can be compared with others. */
  isSound(...fields: (keyof ExperimentDefinition)[]): boolean;
}

export function findMistakes(name: string, given: unknown): Mistakes {
  const issues: PromptIssue[] = [];
  const faultyFields = new Set<PropertyKey>();
  const add = (path: readonly PropertyKey[], message: string) => {
    issues.push({ path: [name, ...path].map(String).join('.'), message });
    if (path[0] !== undefined) faultyFields.add(path[0]);
  };
  const isObject = typeof given === 'object' && given !== null;
  const isSound: Mistakes['isSound'] = (...fields) => isObject && fields.every((field) => !faultyFields.has(field));
  for (const { path, message } of definitionSchema.safeParse(given).error?.issues ?? []) add(path, message);
  if (name === '') add([], 'an experiment needs a name');
  if (!isObject) return { issues, isSound };

  const { variants = {}, control, weights, namespace, metrics = {} } = given as ExperimentDefinition;
  if (isSound('namespace') && namespace && namespace.from >= namespace.to)
    add(['namespace'], 'from must be less than to');
  if (isSound('metrics')) {
    for (const metric of Object.keys(metrics)) {
      if (metric === '' || metric === '__proto__')
        add(['metrics', metric], `'${metric}' can't be the name of a metric`);
    }
  }
  if (!isSound('variants')) return { issues, isSound };
  const names = Object.keys(variants);
  if (names.length < 2) add(['variants'], 'must have at least two variants');
  for (const variant of names) {
    if (!refusedName.test(variant)) continue;
    add(['variants', variant], `'${variant}' can't be the name of a variant: begin it with a letter`);
  }
  if (isSound('control') && control !== undefined && !names.includes(control)) {
    add(['control'], `'${control}' is not a variant: use one of ${names.join(', ')}`);
  }
  if (isSound('weights') && weights)
    for (const message of findWeightMistakes(names, weights)) add(['weights'], message);
  return { issues, isSound };
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
