import type { Fault } from '../server/fault.ts';
import { startFaultServer } from '../server/fault-server.ts';
import { malformedJson } from '../server/play-fault.ts';
import { type Check, needs } from '../suite/check.ts';
import { ensure } from '../suite/ensure.ts';
import { ensureRetryAfter } from '../suite/ensure-retry-after.ts';
import { expectAbort, expectNoRequest } from '../suite/expect-abort.ts';
import { expectFailureOf } from '../suite/expect-failure-of.ts';
import { findLeak } from '../suite/find-leak.ts';
import { prepareCalls, readsBody } from '../suite/method-calls.ts';
import { type FaultCase, faultCases } from './fault-cases.ts';
import { quoteRequest } from './quote-request.ts';

/** Checks how every method of a provider that has loaded the text before reports faults: never with the last good text. */
export const methodChecks = [
  ...faultCases.map(rejects),
  {
    id: 'malformed-json',
    title: 'no method accepts truncated JSON, except as a text',
    missing: needs('fail'),
    async run(source, observer) {
      const calls = await prepareCalls(source, observer);
      source.fail?.({ kind: 'malformed', what: 'json' });
      for (const call of calls.filter(({ method }) => readsBody.has(method))) {
        const isSafe = (result: unknown) => JSON.stringify(result).includes(JSON.stringify(malformedJson).slice(1, -1));
        const situation = 'the response is truncated JSON';
        await expectFailureOf({ ...call, isSafe }, observer, ['UNAVAILABLE', 'CONTENT_INVALID'], situation);
      }
    },
  },
  {
    id: 'wrong-credentials',
    title: 'every method rejects wrong credentials, even after the right ones were used',
    missing: needs('wrongCredentials'),
    async run(source, observer) {
      for (const call of await prepareCalls(source, observer, 'wrong')) {
        await expectFailureOf(call, observer, ['AUTH_FAILED', 'FORBIDDEN', 'NOT_FOUND'], 'the credentials are wrong');
      }
    },
  },
  {
    id: 'redirect-credentials',
    title: 'no method sends credentials to another origin that the source redirects to',
    missing: needs('fail', 'secrets'),
    async run(source, observer) {
      await using trap = await startFaultServer(() => new Response('elsewhere'));
      const calls = await prepareCalls(source, observer);
      source.fail?.({ kind: 'redirect-to', url: `${trap.url}/elsewhere` });
      for (const { method, run } of calls) {
        await observer.settle(run(observer.context()), `the source redirects ${method}() to another origin`);
        const received = trap.requests.map(({ path, headers }) => ({ path, headers }));
        ensure(
          findLeak(received, source.secrets ?? []) === undefined,
          `When the source redirects to another origin, even of an allowed host, ${method}() must not send it credentials, but it did. Follow redirects yourself, and remove all headers that contain a secret if the origin differs.`,
        );
      }
    },
  },
  {
    id: 'abort-before',
    title: 'no method sends a request if the signal is already aborted',
    async run(source, observer) {
      for (const { method, run } of await prepareCalls(source, observer)) {
        await expectNoRequest(source, observer, { method, run: (signal) => run(observer.context({ signal })) });
      }
    },
  },
  aborts('hang', 'the source never responds', { kind: 'hang' }),
  aborts('hang-body', 'the body never ends', { kind: 'hang-body' }),
] as const satisfies readonly Check[];

function rejects<const Case extends FaultCase>(faultCase: Case) {
  const { id, situation, codes, inBody = false } = faultCase;
  return {
    id: id as Case['id'],
    title: `every method rejects with ${codes.join(' or ')} when ${situation}`,
    missing: needs('fail'),
    async run(source, observer) {
      const calls = await prepareCalls(source, observer);
      const fault = quoteRequest(faultCase.fault, source);
      source.fail?.(fault);
      for (const call of calls) {
        if (inBody && !readsBody.has(call.method)) continue;
        // Decoding 100 MB for each method would take too long.
        if (id === 'gzip-bomb' && call.method !== 'list') continue;
        const error = await expectFailureOf(call, observer, codes, situation);
        if (error !== undefined) ensureRetryAfter(error, fault);
      }
    },
  } satisfies Check;
}

function aborts<const Id extends string>(id: Id, situation: string, fault: Fault) {
  return {
    id,
    title: `every method rejects promptly on abort when ${situation}`,
    missing: needs('fail'),
    async run(source, observer) {
      const calls = await prepareCalls(source, observer);
      source.fail?.(fault);
      for (const { method, run } of calls) {
        if (id === 'hang-body' && !readsBody.has(method)) continue;
        await expectAbort(source, observer, { method, situation, run: (signal) => run(observer.context({ signal })) });
      }
    },
  } satisfies Check;
}
