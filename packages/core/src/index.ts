import { createPromptsOn } from './create-prompts.ts';

/** {@inheritDoc CreatePrompts} */
export const createPrompts = createPromptsOn({});

export type { CacheOptions } from './config/cache-options.ts';
export type { Checked } from './config/checked.ts';
export type { CreatePromptsOptions } from './config/create-prompts-options.ts';
export { definePrompts } from './config/define-prompts.ts';
export type {
  ConfiguredEntry,
  ContentEntry,
  DbEntry,
  Entry,
  EntryOptions,
  FileEntry,
  ProviderEntry,
  UnconfiguredEntry,
} from './config/entry.ts';
export type { PromptName, RefreshName } from './config/prompt-names.ts';
export type { PromptsOf } from './config/prompts-of.ts';
export type { PromptBus, PromptStore, TierOptions } from './config/tier-options.ts';
export type { CreatePrompts } from './create-prompts.ts';
export type { PromptErrorCode } from './errors/codes.ts';
export { PromptError, type PromptErrorOptions, type PromptIssue } from './errors/prompt-error.ts';
export type { PromptChange, PromptEvents, PromptFailure, PromptRecovered, PromptStale } from './events/events.ts';
export type { HookApp, HookEntry, OtherPrompts, PromptHook, PromptRequest } from './hooks/hook.ts';
export { recordSecrets } from './identity/recorded-secrets.ts';
export type { SourceIdentity } from './identity/source-identity.ts';
export type { Logger } from './logger.ts';
export type { Prompts, ReadOptions, RefreshReport, RenderOptions } from './prompts.ts';
export type { LoadContext } from './provider/load-context.ts';
export type { PromptTemplate } from './provider/prompt-template.ts';
export type {
  AnyProvider,
  KnownVersion,
  ListContext,
  ListedPrompt,
  PromptFacts,
  PromptProvider,
  PromptVersion,
  ProviderCapabilities,
  ProviderConfigs,
  ProviderFactory,
  ProviderOptions,
  SourceQuota,
} from './provider/provider.ts';
export type { WebhookAdapter, WebhookNotice } from './provider/webhook.ts';
export { registerProvider } from './registry/default-registry.ts';
export type { PromptStatus, PromptSummary, PromptsStatus, SourceStatus, TierStatus } from './status.ts';
export type { TemplateSyntax } from './template/placeholders.ts';
export { freezePrompt, type Prompt, type PromptData, type PromptState } from './template/prompt.ts';
export type { MissingPolicy } from './template/render-arguments.ts';
export type {
  AcceptedVariables,
  NamedVariables,
  NoVariables,
  SomeVariables,
  Variables,
  VariableValue,
} from './template/text-variables.ts';
export type { VariablesSchema } from './template/variables-schema.ts';
export { type Clock, systemClock } from './time/clock.ts';
export type { ReceivedDelivery, ReceiveOptions, WebhookDelivery } from './webhooks.ts';
