import { createHash } from 'node:crypto';
import { freezePrompt, type Prompt } from '@prompts/core';
import { renderHostText } from './host-prompt.ts';
import type { HostTemplate } from './host-template.ts';

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
    prompt: freezePrompt(
      {
        name: id,
        content,
        version: version ?? hash,
        hash,
        provider: 'registered',
        metadata: { name, description, category },
        variables,
        state: 'fresh',
        fetchedAt: Date.now(),
      },
      renderHostText(id, content),
    ),
  };
}
