import type { CreatePromptsOptions } from '@prompts/core';
import type { WebhookSecrets } from '@prompts/webhooks';
import type { SystemPrompt } from './host/system-prompt.ts';

/** A secret of the server: a text, a function that returns one, or the kit's `Secret`. */
export type ServerSecret = string | (() => string | Promise<string>) | { reveal(): Promise<string> };

/** A model of the AI SDK: what `openai('…')` and the like return, or the id of a model of its gateway. */
export type LanguageModel = string | { readonly specificationVersion: string; readonly modelId: string };

/** Options of `createAIServerAsync`: those of `createPrompts`, and those of the server. */
export interface AIServerOptions<SystemPrompts = Readonly<Record<string, SystemPrompt>>>
  extends Omit<CreatePromptsOptions, 'systemPrompts'> {
  /** The prompts by name: texts, files, and entries with a provider. */
  readonly systemPrompts?: SystemPrompts | undefined;
  /** Answers `POST /rpc` and `POST /v1/chat/completions`. Needs the package `ai`. Without it, they answer 501. */
  readonly model?: LanguageModel | undefined;
  /** The secrets of `POST /webhooks/:provider`, by provider. */
  readonly webhooks?: WebhookSecrets | undefined;
  /** The bearer tokens that requests must carry one of. Without tokens, the server listens on a loopback address only. */
  readonly auth?: { readonly tokens: readonly ServerSecret[] } | undefined;
  /** The key pair for clients of Langfuse. Without it, there is no `/api/public`. */
  readonly langfuse?: { readonly publicKey: string; readonly secretKey: ServerSecret } | undefined;
  /** The address to listen on. Default: 127.0.0.1. */
  readonly hostname?: string | undefined;
}
