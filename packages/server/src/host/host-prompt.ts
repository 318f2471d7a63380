import { freezePrompt, type Prompt, PromptError, type RenderOptions } from '@prompts/core';
import { fillHostText, findVariables } from './host-template.ts';

/** @returns The prompt with the variables and `render` of the existing hosts: core's `{name}` has escapes, and no `{0}`. */
export function toHostPrompt(prompt: Prompt): Prompt {
  const { name, content } = prompt;
  return freezePrompt({ ...prompt, variables: findNeeded(content) }, renderHostText(name, content));
}

/** @returns The `render` of a prompt that is filled in as the existing hosts do. */
export function renderHostText(prompt: string, text: string): Prompt['render'] {
  const needed = findNeeded(text);
  return (values: Readonly<Record<string, unknown>> = {}, { missing = 'error' }: RenderOptions = {}) => {
    const absent = needed.filter((name) => !Object.hasOwn(values, name) || values[name] === undefined);
    if (absent.length > 0 && missing === 'error') {
      const message = `Prompt '${prompt}' needs a value for '${absent.join("', '")}'`;
      throw new PromptError('VARIABLE_MISSING', message, { prompt });
    }
    const empty = missing === 'empty' ? Object.fromEntries(absent.map((name) => [name, ''])) : {};
    try {
      return fillHostText(text, { ...values, ...empty });
    } catch {
      const message = `A value for prompt '${prompt}' can't be converted to text: pass strings`;
      throw new PromptError('CONTENT_INVALID', message, { prompt });
    }
  };
}

/** @returns The variables that need a value. A number in braces may be plain text, such as `\d{3}`, and needs none. */
function findNeeded(text: string): string[] {
  return findVariables(text).filter((name) => /^\D/.test(name));
}
