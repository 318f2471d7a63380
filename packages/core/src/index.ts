import { createPromptsOn } from './create-prompts.ts';

/** {@inheritDoc CreatePrompts} */
export const createPrompts = createPromptsOn({});

export type { Clock } from './clock.ts';
export type { Checked, PromptName, RefreshName } from './config/checked.ts';
export { definePrompts } from './config/define-prompts.ts';
export type { ContentEntry, DbEntry, Entry, EntryOptions, FileEntry, ProviderEntry } from './config/entry.ts';
export type { CacheOptions, CreatePromptsOptions, TierOptions } from './config/options.ts';
export type { CreatePrompts } from './create-prompts.ts';
export type { PromptErrorCode } from './errors/codes.ts';
export { PromptError, type PromptErrorOptions, type PromptIssue } from './errors/prompt-error.ts';
export type { PromptChange, PromptEvents, PromptFailure, PromptRecovered, PromptStale } from './events/events.ts';
export type { HookEntry, PromptHook, PromptRequest } from './hooks/hook.ts';
export type { Logger } from './logger.ts';
export type { PromptBus } from './persistence/announcements.ts';
export type { PromptStore } from './persistence/guarded-store.ts';
export type { PromptSummary, Prompts, ReadOptions, RefreshReport, RenderOptions } from './prompts.ts';
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
  SourceQuota,
} from './provider/provider.ts';
export type { WebhookAdapter, WebhookNotice } from './provider/webhook.ts';
export { registerProvider } from './registry/default-registry.ts';
export type { PromptStatus, PromptsStatus, SourceStatus, TierStatus } from './status.ts';
export type { MissingPolicy, TemplateSyntax, Variables } from './template/compile.ts';
export type { Prompt, PromptState } from './template/prompt.ts';
