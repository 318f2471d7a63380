import type { PromptTemplate } from '../../provider/prompt-template.ts';
import type { Prompt } from '../../template/prompt.ts';
import { isSameTemplate } from '../prompt-metadata.ts';

type Value = Prompt | PromptTemplate | undefined;

/** Whether two values look the same to a hook that reads them. */
export function isSameValue(one: Value, other: Value): boolean {
  if (one === other) return true;
  return one?.uri === other?.uri && isFallback(one) === isFallback(other) && isSameTemplate(one, other);
}

function isFallback(value: Value): boolean {
  return value !== undefined && 'state' in value && value.state === 'fallback';
}
