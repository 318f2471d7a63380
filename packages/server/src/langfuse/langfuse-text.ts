import type { Prompt } from '@prompts/core';
import { textParts } from '../text-parts.ts';

/**
 * Writes a prompt for Langfuse's clients: variables look like `{{name}}`, whatever syntax the prompt is written in.
 * @param isMustache Whether the client renders by mustache, as the one for JavaScript does: there, braces that are no variable must be
 * escaped by other delimiters. The one for Python leaves them as they are.
 */
export function toLangfuseText(prompt: Prompt, isMustache: boolean): string {
  const texts = textParts(prompt).map((part) => {
    if ('variable' in part) return `{{${part.variable}}}`;
    return isMustache ? part.literal.replace(/\{\{|\{$/g, '{{=<% %>=}}$&<%={{ }}=%>') : part.literal;
  });
  return texts.join('');
}
