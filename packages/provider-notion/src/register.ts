import { registerProvider } from '@prompts/core';
import { notion } from './notion.ts';

// Loads the types that the package adds to core's.
export type {} from './index.ts';

registerProvider('notion', notion);
