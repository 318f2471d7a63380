import { registerProvider } from '@prompts/core';
import { github } from './github.ts';

registerProvider('github', github);
