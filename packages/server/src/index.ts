export { type AIServer, createAIServerAsync } from './create-ai-server.ts';
export { asPromptRecord } from './host/as-prompt-record.ts';
export { bindPromptManager } from './host/bind-prompt-manager.ts';
export type { HostTemplate } from './host/host-template.ts';
export type { NewHostTemplate, PromptManager } from './host/prompt-manager.ts';
export { type ResolveOptions, resolveSystemPrompts } from './host/resolve-system-prompts.ts';
export type { HostEntry, HostFacts, SystemPrompt } from './host/system-prompt.ts';
export type { AIServerOptions, LanguageModel, ServerSecret } from './options.ts';
