import { createHash } from 'node:crypto';
import { type Prompt, PromptError, type Variables } from '@prompts/core';
import { fillHostText, findVariables, type HostTemplate } from './host-template.ts';

/** A template that the app registered while the server runs. */
export interface RegisteredPrompt {
  readonly template: HostTemplate;
  readonly prompt: Prompt;
}

/** @returns The template, and the prompt that the server's routes read. */
export function createRegisteredPrompt(template: HostTemplate): RegisteredPrompt {
  const { id, systemPrompt: content, variables, version, name, description, category } = template;
  const hash = createHash('sha256').update(content).digest('hex');
  return {
    template,
    prompt: Object.freeze<Prompt>({
      name: id,
      content,
      version: version ?? hash,
      hash,
      provider: 'registered',
      metadata: { name, description, category },
      variables,
      state: 'fresh',
      fetchedAt: Date.now(),
      render(values: Variables = {}, { missing = 'error' } = {}) {
        const absent = findVariables(content).filter(
          (name) => !Object.hasOwn(values, name) || values[name] === undefined,
        );
        if (absent.length > 0 && missing === 'error') {
          const message = `Prompt '${id}' needs a value for '${absent.join("', '")}'`;
          throw new PromptError('VARIABLE_MISSING', message, { prompt: id });
        }
        const empty = missing === 'empty' ? Object.fromEntries(absent.map((name) => [name, ''])) : {};
        return fillHostText(content, { ...values, ...empty });
      },
    }),
  };
}
