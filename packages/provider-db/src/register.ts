import { registerProvider } from '@prompts/core';
import { db } from './db.ts';

// Loads the types that the package adds to core's.
export type {} from './index.ts';

registerProvider('db', db);
