import { registerProvider } from '@prompts/core';
import { confluence } from './confluence.ts';

// Loads the types that the package adds to core's.
export type {} from './index.ts';

registerProvider('confluence', confluence);
