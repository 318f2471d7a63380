import { registerProvider } from '@prompts/core';
import { http } from './http.ts';

registerProvider('http', http);
