import { registerProvider } from '@prompts/core';
import { notion } from './notion.ts';

registerProvider('notion', notion);
