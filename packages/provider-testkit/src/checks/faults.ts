import type { PromptError, PromptErrorCode } from '@prompts/core';
import type { Fault } from '../server/fault.ts';
import { startFaultServer } from '../server/fault-server.ts';
import { type AnySource, type Check, ensure, needs } from '../suite/check.ts';
import type { Observer } from '../suite/observer.ts';

const broken: readonly PromptErrorCode[] = ['UNAVAILABLE', 'CONTENT_INVALID'];
const retryAfter = 120;

export const faultChecks = [
  fails('status-401', 'the source answers 401', { kind: 'status', status: 401 }, ['AUTH_FAILED']),
  fails('status-403', 'the source answers 403', { kind: 'status', status: 403 }, ['FORBIDDEN']),
  fails('status-404', 'the source answers 404', { kind: 'status', status: 404 }, ['NOT_FOUND']),
  fails('status-500', 'the source answers 500', { kind: 'status', status: 500 }, ['UNAVAILABLE']),
  fails('status-503', 'the source answers 503', { kind: 'status', status: 503 }, ['UNAVAILABLE']),
  {
    id: 'rate-limited',
    title: 'says RATE_LIMITED, with retryAfter, when the source answers 429',
    missing: needs('fail'),
    async run(source, observer) {
      const headers = { 'retry-after': String(retryAfter) };
      const error = await failureOf(
        source,
        observer,
        { kind: 'status', status: 429, headers },
        'the source answers 429',
        ['RATE_LIMITED'],
      );
      const seconds = error.retryAfter ?? Number.NaN;
      ensure(
        seconds > retryAfter - 10 && seconds <= retryAfter,
        `The source answered 429 with 'Retry-After: ${retryAfter}': the error must carry retryAfter ${retryAfter} (seconds), but has ${error.retryAfter}.`,
      );
    },
  },
  fails('cut-body', 'the body is shorter than its Content-Length', { kind: 'cut-body' }, broken),
  fails('cut-chunked', 'the connection ends within a chunked body', { kind: 'cut-chunked' }, broken),
  fails('reset', 'the connection is reset', { kind: 'reset' }, broken),
  fails('wrong-length', 'two Content-Length headers contradict each other', { kind: 'wrong-length' }, broken),
  fails('malformed', 'the answer is not HTTP', { kind: 'malformed', what: 'status-line' }, broken),
  fails('malformed-json', 'the answer is JSON that breaks off', { kind: 'malformed', what: 'json' }, broken),
  fails('gzip-bomb', '100 KB of gzip decode to 100 MB', { kind: 'gzip-bomb' }, broken),
  fails('redirect-loop', 'the source redirects in a circle', { kind: 'redirect-loop' }, [...broken, 'CONFIG_INVALID']),
  {
    id: 'redirect-away',
    title: 'follows no redirect to a host that was not allowed',
    missing: needs('fail'),
    async run(source, observer) {
      await using trap = await startFaultServer(() => new Response('stolen'));
      const url = trap.url.replace('127.0.0.1', 'localhost');
      await failureOf(source, observer, { kind: 'redirect-to', url }, `the source redirects to ${url}`, [
        'FORBIDDEN',
        'CONFIG_INVALID',
        'CONTENT_INVALID',
        'UNAVAILABLE',
      ]);
      ensure(
        trap.requests.length === 0,
        'The provider followed a redirect to another private host. Check the address of every hop before connecting; allowHosts names hosts one by one.',
      );
    },
  },
] as const satisfies readonly Check[];

function fails<const Id extends string>(id: Id, situation: string, fault: Fault, codes: readonly PromptErrorCode[]) {
  return {
    id,
    title: `says ${codes.join(' or ')} when ${situation}`,
    missing: needs('fail'),
    run: async (source, observer) => void (await failureOf(source, observer, fault, situation, codes)),
  } satisfies Check;
}

async function failureOf(
  source: AnySource,
  observer: Observer,
  fault: Fault,
  situation: string,
  codes: readonly PromptErrorCode[],
): Promise<PromptError> {
  await source.write('a', 'here\n');
  source.fail?.(fault);
  return observer.failure(source.provider.load(source.config('a'), observer.context()), codes, situation);
}
