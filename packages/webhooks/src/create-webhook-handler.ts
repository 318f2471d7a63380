import { type Logger, PromptError, type Prompts, systemClock } from '@prompts/core';
import { isOutdated } from './is-outdated.ts';
import { checkOptions, readSecrets, type WebhookOptions, type WebhookSecrets } from './options.ts';
import { readBody } from './read-body.ts';
import { RefreshQueue } from './refresh-queue.ts';
import { SeenDeliveries } from './seen-deliveries.ts';

const defaultMaxBytes = 1024 * 1024;
const defaultDebounceMs = 100;

/** Answers a delivery: mount it with any framework that uses the web's `Request` and `Response`. */
export type WebhookHandler = (request: Request) => Promise<Response>;

/**
 * Creates the handler of webhook deliveries. The last segment of a request's path is the name of the provider.
 * @param prompts The prompts to refresh. Only what a delivery concerns is refreshed, after the answer.
 * @param secrets The secret of each provider whose deliveries are received.
 * @returns The handler. It answers 202 to a delivery that is acted on, 200 to one that concerns nothing or was seen before, 400 to
 * one that can't be read, 401 to a forged one, 404 for another provider, 405 for a method other than POST, 408 and 413 to one that is
 * too slow or too large, and 503 after `prompts.close()`.
 * @throws PromptError `CONFIG_INVALID`, which names every mistake in the options.
 * @example
 * const handle = createWebhookHandler(prompts, { github: { secret: () => process.env.GITHUB_WEBHOOK_SECRET } });
 * app.post('/webhooks/:provider', ({ req }) => handle(req.raw)); // Hono
 */
export function createWebhookHandler(
  prompts: Pick<Prompts, 'receive' | 'refresh'>,
  secrets: WebhookSecrets,
  options: WebhookOptions = {},
): WebhookHandler {
  checkOptions(secrets, options);
  const { maxBody = defaultMaxBytes, debounce: debounceMs = defaultDebounceMs, onHandshake, store } = options;
  const { clock = systemClock, logger = console } = options;
  const seen = new SeenDeliveries(store, clock);
  const queue = new RefreshQueue(prompts, { debounceMs, clock, logger });

  async function receive(provider: string, headers: Headers, body: Uint8Array): Promise<Response> {
    const known = await readSecrets((secrets[provider] as WebhookSecrets[string]).secret);
    let isActedOn = false;
    const { handshake, names } = await prompts.receive(
      provider,
      { headers, body },
      {
        secrets: known,
        async accept({ id, timestamp, handshake, names }) {
          if (handshake || isOutdated(provider, timestamp) || (await seen.add(provider, id))) return false;
          isActedOn = names.length > 0;
          // A text that is going to be refreshed after the debounce stays fresh until then: reads would fetch it before.
          return queue.gather(names);
        },
      },
    );
    if (handshake) await onHandshake?.({ provider, secret: handshake.secret });
    if (!isActedOn) return answer(200, 'nothing to do');
    queue.request(names);
    return answer(202, 'accepted');
  }

  return async (request) => {
    if (request.method !== 'POST') return answer(405, 'send deliveries by POST', { allow: 'POST' });
    const provider = providerOf(request.url);
    if (!Object.hasOwn(secrets, provider)) return answer(404, 'unknown provider');
    if (request.bodyUsed) return answerToMissingBody(500, 'has been read before', logger);
    const body = await readBody(request, maxBody, clock);
    if (body === 'too large') return answer(413, `larger than ${maxBody} bytes`);
    if (body === 'late') return answerToMissingBody(408, 'did not arrive within 10 s', logger);
    const isMissing = body.length === 0 && Number(request.headers.get('content-length')) > 0;
    if (isMissing) return answerToMissingBody(500, 'has been read before', logger);
    try {
      return await receive(provider, request.headers, body);
    } catch (error) {
      return answerToError(error, provider, logger);
    }
  };
}

/** The usual cause is a body parser of the framework: it reads the body, and its exact bytes are lost. */
function answerToMissingBody(status: number, fault: string, logger: Logger): Response {
  logger.error(`@prompts/webhooks: the body of a delivery ${fault}: mount the handler before body parsers`);
  return answer(status, `the body ${fault}`);
}

function providerOf(url: string): string {
  const { pathname } = new URL(url);
  try {
    return decodeURIComponent(pathname.replace(/\/$/, '').split('/').at(-1) ?? '');
  } catch {
    return '';
  }
}

/** Tells the sender no more than it needs to know. */
function answerToError(error: unknown, provider: string, logger: Logger): Response {
  const code = PromptError.isInstance(error) ? error.code : undefined;
  if (code === 'AUTH_FAILED') return answer(401, 'the signature is not valid');
  if (code === 'CONTENT_INVALID') return answer(400, 'the delivery can not be read');
  if (code === 'CLOSED') return answer(503, 'shutting down');
  logger.error(`@prompts/webhooks: a delivery for provider '${provider}' failed: ${(error as Error).message}`);
  return code === 'CONFIG_INVALID' ? answer(404, 'unknown provider') : answer(500, 'failed');
}

function answer(status: number, text: string, headers: Record<string, string> = {}): Response {
  return new Response(`${text}\n`, { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers } });
}
