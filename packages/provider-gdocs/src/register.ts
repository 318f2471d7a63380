import { registerProvider } from '@prompts/core';
import { gdocs } from './gdocs.ts';

registerProvider('gdocs', gdocs);
