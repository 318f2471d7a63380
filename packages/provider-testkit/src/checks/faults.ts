import type { PromptError, PromptErrorCode } from '@prompts/core';
import type { Fault } from '../server/fault.ts';
import { startFaultServer } from '../server/fault-server.ts';
import { type AnySource, type Check, needs } from '../suite/check.ts';
import { ensure } from '../suite/ensure.ts';
import type { Observer } from '../suite/observer.ts';

const brokenResponse: readonly PromptErrorCode[] = ['UNAVAILABLE', 'CONTENT_INVALID'];
const retryAfterSeconds = 120;

export const faultChecks = [
  rejects('status-401', 'the source answers 401', { kind: 'status', status: 401 }, ['AUTH_FAILED']),
  rejects('status-403', 'the source answers 403', { kind: 'status', status: 403 }, ['FORBIDDEN']),
  rejects('status-404', 'the source answers 404', { kind: 'status', status: 404 }, ['NOT_FOUND']),
  rejects('status-500', 'the source answers 500', { kind: 'status', status: 500 }, ['UNAVAILABLE']),
  rejects('status-503', 'the source answers 503', { kind: 'status', status: 503 }, ['UNAVAILABLE']),
  {
    id: 'rate-limited',
    title: 'rejects with RATE_LIMITED and retryAfter when the source answers 429',
    missing: needs('fail'),
    async run(source, observer) {
      const headers = { 'retry-after': String(retryAfterSeconds) };
      const error = await failWith(
        source,
        observer,
        { kind: 'status', status: 429, headers },
        'the source answers 429',
        ['RATE_LIMITED'],
      );
      const seconds = error.retryAfter ?? Number.NaN;
      ensure(
        seconds > retryAfterSeconds - 10 && seconds <= retryAfterSeconds,
        `When the source answers 429 with 'Retry-After: ${retryAfterSeconds}', the error's retryAfter must be ${retryAfterSeconds} (seconds), but it was ${error.retryAfter}.`,
      );
    },
  },
  rejects('cut-body', 'the body is shorter than its Content-Length', { kind: 'cut-body' }, brokenResponse),
  rejects('cut-chunked', 'the connection ends within a chunked body', { kind: 'cut-chunked' }, brokenResponse),
  rejects('reset', 'the connection is reset', { kind: 'reset' }, brokenResponse),
  rejects(
    'wrong-length',
    'the response has two different Content-Length headers',
    { kind: 'wrong-length' },
    brokenResponse,
  ),
  rejects('malformed', 'the response is not HTTP', { kind: 'malformed', what: 'status-line' }, brokenResponse),
  rejects('malformed-json', 'the response is truncated JSON', { kind: 'malformed', what: 'json' }, brokenResponse),
  rejects('gzip-bomb', 'a body of 100 KB decodes to 100 MB', { kind: 'gzip-bomb' }, brokenResponse),
  rejects('redirect-loop', 'the source redirects in a loop', { kind: 'redirect-loop' }, [
    ...brokenResponse,
    'CONFIG_INVALID',
  ]),
  {
    id: 'redirect-away',
    title: 'does not follow a redirect to a private host that is not allowed',
    missing: needs('fail'),
    async run(source, observer) {
      await using trap = await startFaultServer(() => new Response('stolen'));
      const url = trap.url.replace('127.0.0.1', 'localhost');
      await failWith(source, observer, { kind: 'redirect-to', url }, `the source redirects to ${url}`, [
        'FORBIDDEN',
        'CONFIG_INVALID',
        'CONTENT_INVALID',
        'UNAVAILABLE',
      ]);
      ensure(
        trap.requests.length === 0,
        'The provider must not follow a redirect to a private host that is not allowed, but a request arrived there. Check the address of every redirect before connecting.',
      );
    },
  },
] as const satisfies readonly Check[];

function rejects<const Id extends string>(id: Id, situation: string, fault: Fault, codes: readonly PromptErrorCode[]) {
  return {
    id,
    title: `rejects with ${codes.join(' or ')} when ${situation}`,
    missing: needs('fail'),
    run: async (source, observer) => void (await failWith(source, observer, fault, situation, codes)),
  } satisfies Check;
}

async function failWith(
  source: AnySource,
  observer: Observer,
  fault: Fault,
  situation: string,
  codes: readonly PromptErrorCode[],
): Promise<PromptError> {
  await source.write('a', 'here\n');
  source.fail?.(fault);
  return observer.expectFailure(source.provider.load(source.config('a'), observer.context()), codes, situation);
}
