import { registerProvider } from '@prompts/core';
import { confluence } from './confluence.ts';

registerProvider('confluence', confluence);
