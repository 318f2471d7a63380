import { registerProvider } from '@prompts/core';
import { http } from './http.ts';

// Loads the types that the package adds to core's.
export type {} from './index.ts';

registerProvider('http', http);
