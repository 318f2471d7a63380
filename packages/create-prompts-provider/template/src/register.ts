import { registerProvider } from '@prompts/core';
import createProvider from './index.ts';

// Loads the types that the package adds to core's.
export type {} from './index.ts';

registerProvider('acme-notes', createProvider);
