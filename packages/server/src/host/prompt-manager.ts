import { type Prompt, PromptError, type Prompts } from '@prompts/core';
import { fillHostText, fromPrompt, type HostTemplate, toHostTemplate } from './host-template.ts';
import { createRegisteredPrompt, type RegisteredPrompt } from './registered-prompt.ts';
import type { HostFacts } from './system-prompt.ts';

/** What an app passes to `registerPrompt`. */
export type NewHostTemplate = Pick<HostTemplate, 'id' | 'systemPrompt'> & HostFacts;

/** The synchronous interface of the existing hosts. */
export interface PromptManager {
  /**
   * Adds a prompt, or replaces the text of one until the process ends.
   * @throws PromptError `CONFIG_INVALID` if `id` or `systemPrompt` is not a string.
   */
  registerPrompt(template: NewHostTemplate): void;
  /**
   * Returns the text with its variables filled in. Placeholders without a value stay as they are written.
   * @throws Error if there is no such prompt, or it has no text yet.
   */
  getPrompt(id: string, context?: Readonly<Record<string, unknown>>): string;
  /** Returns the prompts that have a text, without it. */
  listPrompts(): Omit<HostTemplate, 'systemPrompt'>[];
  hasPrompt(id: string): boolean;
}

/**
 * Creates the interface on top of prompts that may change at any time.
 * @param registered Receives the templates of `registerPrompt`; they take precedence.
 * @param isHostText Whether a prompt is filled in as the existing hosts do, and not by its own `render`.
 */
export function createPromptManager(
  prompts: Prompts,
  registered: Map<string, RegisteredPrompt>,
  isHostText: (prompt: Prompt) => boolean,
): PromptManager {
  function peek(id: string): Prompt | undefined {
    try {
      return prompts.peek(id);
    } catch {
      // Unknown, or a `before` hook refuses it.
      return undefined;
    }
  }

  return {
    registerPrompt(template) {
      const { id, systemPrompt }: Partial<NewHostTemplate> = Object(template);
      if (typeof id !== 'string' || typeof systemPrompt !== 'string') {
        throw new PromptError('CONFIG_INVALID', 'registerPrompt needs id and systemPrompt: pass both as strings');
      }
      registered.set(id, createRegisteredPrompt(toHostTemplate(id, systemPrompt, template)));
    },
    getPrompt(id, context = {}) {
      const template = registered.get(id)?.template;
      if (template) return fillHostText(template.systemPrompt, context);
      const prompt = peek(id);
      if (!prompt) throw new Error(`Prompt template '${id}' not found`);
      return isHostText(prompt) ? fillHostText(prompt.content, context) : prompt.render(context, { missing: 'keep' });
    },
    listPrompts() {
      const names = new Set([...prompts.list().map(({ name }) => name), ...registered.keys()]);
      return [...names].flatMap((name) => {
        const prompt = registered.has(name) ? undefined : peek(name);
        const template = registered.get(name)?.template ?? (prompt && fromPrompt(name, prompt, prompt.content));
        if (!template) return [];
        const { systemPrompt: _, ...facts } = template;
        return facts;
      });
    },
    hasPrompt: (id) => registered.has(id) || peek(id) !== undefined,
  };
}
