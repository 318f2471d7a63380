import { canonicalJson } from '../../identity/canonical.ts';
import type { PromptTemplate } from '../../provider/prompt-template.ts';
import type { Prompt } from '../../template/prompt.ts';

type Value = Prompt | PromptTemplate | undefined;

/** Whether two values look the same to a hook that reads them. */
export function isSameValue(one: Value, other: Value): boolean {
  if (one === other) return true;
  if (!one || !other || one.content !== other.content || one.version !== other.version) return false;
  return one.uri === other.uri && isFallback(one) === isFallback(other) && hasSameMetadata(one, other);
}

function isFallback(value: Prompt | PromptTemplate): boolean {
  return 'state' in value && value.state === 'fallback';
}

function hasSameMetadata(
  { metadata: one = {} }: Prompt | PromptTemplate,
  { metadata: other = {} }: Prompt | PromptTemplate,
) {
  return one === other || canonicalJson(one) === canonicalJson(other);
}
