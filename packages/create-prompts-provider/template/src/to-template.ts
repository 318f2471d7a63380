import type { PromptTemplate } from '@prompts/core';
import type { Note } from './api.ts';

/** Converts a note to the template of a prompt. */
export function toTemplate({ text, version, url, title }: Note): PromptTemplate {
  return { content: text, version, uri: url, metadata: { title } };
}
