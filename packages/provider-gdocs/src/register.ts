import { registerProvider } from '@prompts/core';
import { gdocs } from './gdocs.ts';

// Loads the types that the package adds to core's.
export type {} from './index.ts';

registerProvider('gdocs', gdocs);
