import { createPromptsOn } from '../create-prompts.ts';
import { nodePlatform } from './platform.ts';

export * from '../index.ts';
export { fileProvider } from './file-provider.ts';

/** {@inheritDoc CreatePrompts} For Node: with file entries and the discovery of installed providers. */
export const createPrompts = createPromptsOn(nodePlatform);
