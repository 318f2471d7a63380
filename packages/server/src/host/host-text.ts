import { type Prompt, PromptError } from '@prompts/core';
import { textParts } from '../text-parts.ts';

/**
 * Writes a prompt for hosts whose variables look like `{name}`, whatever syntax it is written in.
 * @throws PromptError `CONFIG_INVALID` for a variable that such a host can't fill in, such as `{{user.name}}`.
 */
export function toHostText(prompt: Prompt): string {
  const unsupported = prompt.variables.find((name) => !/^\w+$/.test(name));
  if (unsupported === undefined) {
    return textParts(prompt)
      .map((part) => ('literal' in part ? part.literal : `{${part.variable}}`))
      .join('');
  }
  const message = `prompt '${prompt.name}' has the variable '${unsupported}', which this host can't fill in: use letters, digits and _ only`;
  throw new PromptError('CONFIG_INVALID', message, { prompt: prompt.name, provider: prompt.provider });
}
