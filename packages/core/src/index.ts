export { registerProvider } from './default-registry.ts';
export type { PromptErrorCode } from './errors/codes.ts';
export { PromptError, type PromptErrorOptions, type PromptIssue } from './errors/prompt-error.ts';
export type { Logger } from './logger.ts';
export type {
  AnyProvider,
  KnownVersion,
  ListContext,
  ListedPrompt,
  LoadContext,
  PromptFacts,
  PromptProvider,
  PromptTemplate,
  PromptVersion,
  ProviderCapabilities,
  ProviderConfigs,
  ProviderFactory,
} from './provider/provider.ts';
export type { WebhookAdapter, WebhookNotice } from './provider/webhook.ts';
