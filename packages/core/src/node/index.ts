import { createPromptsOn } from '../create-prompts.ts';
import { nodePlatform } from './platform.ts';

export * from '../index.ts';

/** {@inheritDoc CreatePrompts} On Node: with file entries, and providers found because they are installed. */
export const createPrompts = createPromptsOn(nodePlatform);
