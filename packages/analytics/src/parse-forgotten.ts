import { PromptError } from '@prompts/core';
import { isDimensionValue } from './counting/dimension-values.ts';
import { unitDimension } from './store/stored-value.ts';

/**
 * Parses the argument of `forget`.
 * @returns The name of a dimension, or `unit`, and the value that is not hashed yet.
 * @throws `CONFIG_INVALID`.
 */
export function parseForgotten(what: unknown, dimensions: readonly string[]): { dimension: string; value: string } {
  const known = [...dimensions, unitDimension];
  const entries = Object.entries(Object(what) as Record<string, unknown>);
  const [entry] = entries;
  if (entry && entries.length === 1) {
    const [dimension, value] = entry;
    if (known.includes(dimension) && isDimensionValue(value)) return { dimension, value: String(value) };
  }
  const message = `usage.forget() takes one value, such as { ${known[0]}: 'red' }: a text, a number or a boolean (known keys: ${known.join(', ')})`;
  throw new PromptError('CONFIG_INVALID', message);
}
