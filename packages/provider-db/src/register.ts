import { registerProvider } from '@prompts/core';
import { db } from './db.ts';

registerProvider('db', db);
