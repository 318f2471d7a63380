import type { Prompts } from '@prompts/core';
import { bindPromptManager } from './bind-prompt-manager.ts';

declare const prompts: Prompts;
// The prompt manager of simple-rpc-ai-backend 0.1.8.
declare const manager: {
  registerPrompt(template: {
    id: string;
    name: string;
    description: string;
    systemPrompt: string;
    variables?: string[];
    category?: string;
    version?: string | undefined;
  }): void;
};

bindPromptManager(prompts, manager);
