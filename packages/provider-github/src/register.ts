import { registerProvider } from '@prompts/core';
import { github } from './github.ts';

// Loads the types that the package adds to core's.
export type {} from './index.ts';

registerProvider('github', github);
