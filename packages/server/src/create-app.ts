import type { Logger, PromptsStatus } from '@prompts/core';
import { toPrometheus } from '@prompts/core/prometheus';
import type { WebhookHandler } from '@prompts/webhooks';
import { Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { chatRoute } from './ai/chat-route.ts';
import type { ModelCalls } from './ai/model-calls.ts';
import { rpcRoute } from './ai/rpc-route.ts';
import { authenticate, bearerToken } from './http/authenticate.ts';
import { healthRoutes } from './http/health-routes.ts';
import { toErrorAnswer } from './http/http-error.ts';
import { openApi } from './http/open-api.ts';
import { promptRoutes } from './http/prompt-routes.ts';
import { langfuseRoute } from './langfuse/langfuse-route.ts';
import type { AIServerOptions } from './options.ts';
import type { ServedPrompts } from './served-prompts.ts';

/** What the routes need. */
export interface AppParts extends Pick<AIServerOptions, 'auth' | 'langfuse'> {
  readonly served: ServedPrompts;
  readonly status: () => PromptsStatus;
  /** Why the server should receive no requests: the prompts that are not ready, or that it stops. */
  readonly notReady: () => readonly string[] | 'stopping';
  readonly handleWebhook: WebhookHandler | undefined;
  readonly model: ModelCalls | undefined;
  readonly logger: Logger;
}

/** Puts the routes together. What is added before the bearer tokens are checked is public, or checks its callers itself. */
export function createApp({ served, status, notReady, auth, langfuse, handleWebhook, model, logger }: AppParts): Hono {
  const app = new Hono();
  app.onError((error, context) => {
    // The client has left: nobody receives the answer.
    if (context.req.raw.signal.aborted) return context.body(null, 408);
    const { status, code, message, headers } = toErrorAnswer(error, logger);
    return context.json({ error: { code, message } }, status as ContentfulStatusCode, headers);
  });
  app.notFound((context) => {
    const message = `there is no route ${context.req.method} ${context.req.path}: see /openapi.json`;
    return context.json({ error: { code: 'NOT_FOUND', message } }, 404);
  });

  app.route('/', healthRoutes(notReady));
  if (handleWebhook)
    app.on('ALL', ['/webhooks/:provider', '/webhooks/:provider/'], ({ req }) => handleWebhook(req.raw));
  if (langfuse) app.route('/', langfuseRoute(served, langfuse));

  if (auth)
    app.use(async ({ req }, next) => authenticate('Bearer', bearerToken(req.raw.headers), auth.tokens).then(next));
  app.route('/', promptRoutes(served));
  app.route('/', rpcRoute(served, model, logger));
  app.route('/', chatRoute(served, model));
  app.get('/metrics', (context) =>
    context.text(toPrometheus(status()), 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }),
  );
  app.get('/openapi.json', (context) => context.json(openApi));
  return app;
}
