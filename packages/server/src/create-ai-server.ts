import {
  type Logger,
  PromptError,
  type PromptName,
  type Prompts,
  type PromptsStatus,
  type RefreshName,
} from '@prompts/core';
import { createWebhookHandler, type WebhookHandler } from '@prompts/webhooks';
import { createModelCalls } from './ai/model-calls.ts';
import { checkOptions } from './check-options.ts';
import { createApp } from './create-app.ts';
import { createHost } from './host/create-host.ts';
import type { PromptManager } from './host/prompt-manager.ts';
import type { CheckedSystemPrompts, SystemPrompt } from './host/system-prompt.ts';
import { refuseWebPages } from './http/refuse-web-pages.ts';
import { type Listener, listen } from './listener.ts';
import { loggerOf } from './logger-of.ts';
import type { AIServerOptions } from './options.ts';
import { findUnready } from './readiness.ts';
import { servePrompts } from './served-prompts.ts';

const defaultPort = 3000;

/**
 * A server of prompts.
 * @typeParam Names The names that can be read. @typeParam Refreshable Those and the collections.
 */
export interface AIServer<Names extends string = string, Refreshable extends string = Names> {
  /** The routes, to mount in any framework that uses the web's `Request` and `Response`. */
  readonly app: { fetch(request: Request): Promise<Response> };
  /** The synchronous interface of the existing hosts. Its texts change when their sources do. */
  readonly promptManager: PromptManager;
  readonly prompts: Prompts<Names, Refreshable>;
  /**
   * Listens for requests.
   * @param port Default: 3000. 0 for any free one.
   * @throws PromptError `CONFIG_INVALID` if the port can't be used, or the server is running already; `CLOSED` after `stop()`.
   */
  start(port?: number): Promise<{ readonly url: string; readonly port: number }>;
  /** Ends when the requests in flight are answered, all sockets are closed, and the prompts are closed. May be called twice. */
  stop(): Promise<void>;
}

/**
 * Creates a server of prompts. Accepts the configuration of the existing hosts without a change, and entries with a provider beside it.
 * Installs no signal handlers: call `stop()` in yours.
 * @returns The server, which does not listen yet. Resolves when every entry is loaded, has failed, or has exceeded its `timeout`.
 * @throws PromptError `CONFIG_INVALID` for a mistake in the options, or in an entry with a provider. Texts and files that can't be
 * used are logged and left out. `/readyz` reports a `required` prompt that can't be loaded.
 * @example
 * ```ts
 * const server = await createAIServerAsync({
 *   systemPrompts: {
 *     greeting: 'You greet {name}.',
 *     review: { provider: 'github', config: { repo: 'company/ai-prompts', path: 'review.md' } },
 *   },
 * });
 * const { url } = await server.start();
 * process.once('SIGTERM', () => server.stop());
 * ```
 */
export async function createAIServerAsync<const Entries extends Readonly<Record<string, SystemPrompt>>>(
  options: AIServerOptions<Entries & CheckedSystemPrompts<Entries>>,
): Promise<AIServer<PromptName<Entries>, RefreshName<Entries>>> {
  checkOptions(options);
  const { systemPrompts = {}, model, webhooks, auth, langfuse, hostname = '127.0.0.1', ...coreOptions } = options;
  const logger = loggerOf(coreOptions.logger);
  const calls = model === undefined ? undefined : await createModelCalls(model, logger);
  const host = await createHost(systemPrompts, coreOptions, logger);
  const findUnreadyNow = () => findUnready(host.required, host.prompts.status());
  // Core does not know what is required: it would not start without it.
  const status = (): PromptsStatus => {
    const ofCore = host.prompts.status();
    return { ...ofCore, ready: findUnready(host.required, ofCore).length === 0 };
  };
  const prompts: Prompts = { ...host.prompts, status };
  warnOfUnusedWebhooks(webhooks, systemPrompts, logger);
  let listener: Promise<Listener> | undefined;
  let stopping: Promise<void> | undefined;
  let handleWebhook: WebhookHandler | undefined;
  try {
    handleWebhook = webhooks && createWebhookHandler(prompts, webhooks, { logger, store: coreOptions.cache?.store });
  } catch (error) {
    await prompts.close();
    throw error;
  }
  const served = servePrompts(prompts, host);
  const notReady = () => (stopping ? 'stopping' : findUnreadyNow());
  const app = createApp({ served, status, notReady, auth, langfuse, handleWebhook, model: calls, logger });

  return {
    app: { fetch: async (request) => app.fetch(request) },
    promptManager: host.promptManager,
    prompts,
    async start(port = defaultPort) {
      if (stopping) throw new PromptError('CLOSED', 'stop() was called: create the server again');
      if (listener) throw new PromptError('CONFIG_INVALID', 'the server is running already: call start() once');
      listener = listen(auth ? app.fetch : refuseWebPages(app.fetch), { hostname, port });
      try {
        const { url, port: actualPort } = await listener;
        return { url, port: actualPort };
      } catch (error) {
        listener = undefined;
        throw error;
      }
    },
    stop() {
      stopping ??= (async () => {
        await (await listener?.catch(() => undefined))?.close();
        await prompts.close();
      })();
      return stopping;
    },
  };
}

/** The name of a provider may be misspelt: its deliveries would be answered with 404. */
function warnOfUnusedWebhooks(
  webhooks: AIServerOptions['webhooks'] = {},
  systemPrompts: Readonly<Record<string, unknown>>,
  logger: Logger,
): void {
  const used = new Set(Object.values(systemPrompts).map((entry) => Object(entry).provider));
  for (const provider of Object.keys(webhooks)) {
    if (!used.has(provider)) logger.warn(`@prompts/server: no prompt has the provider '${provider}' of webhooks`);
  }
}
