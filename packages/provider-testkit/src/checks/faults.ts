import type { PromptTemplate } from '@prompts/core';
import type { Fault } from '../server/fault.ts';
import { startFaultServer } from '../server/fault-server.ts';
import { malformedJson } from '../server/play-fault.ts';
import { type AnySource, type Check, needs } from '../suite/check.ts';
import { configOf } from '../suite/configs.ts';
import { ensure } from '../suite/ensure.ts';
import { ensureRetryAfter } from '../suite/ensure-retry-after.ts';
import type { Observer } from '../suite/observer.ts';
import { SkipCheck } from '../suite/skip-check.ts';
import { type FaultCase, faultCases } from './fault-cases.ts';
import { quoteRequest } from './quote-request.ts';

/** Checks how the first call of a new provider reports faults. */
export const faultChecks = [
  ...faultCases.map(rejects),
  {
    id: 'malformed-json',
    title: 'rejects with UNAVAILABLE or CONTENT_INVALID when the response is truncated JSON',
    missing: needs('fail'),
    async run(source, observer) {
      const situation = 'the response is truncated JSON';
      const loading = loadDuring({ kind: 'malformed', what: 'json' }, source, observer);
      const outcome = await observer.settle(loading, situation);
      if (outcome.status === 'fulfilled' && outcome.value.content === malformedJson) {
        throw new SkipCheck('the provider reads plain text, and truncated JSON is valid text');
      }
      await observer.expectFailure(loading, ['UNAVAILABLE', 'CONTENT_INVALID'], situation);
    },
  },
  {
    id: 'redirect-away',
    title: 'does not follow a redirect to a private host that is not allowed',
    missing: needs('fail'),
    async run(source, observer) {
      await using trap = await startFaultServer(() => new Response('stolen'));
      const url = trap.url.replace('127.0.0.1', 'localhost');
      await observer.expectFailure(
        loadDuring({ kind: 'redirect-to', url }, source, observer),
        ['FORBIDDEN', 'CONFIG_INVALID', 'CONTENT_INVALID', 'UNAVAILABLE'],
        `the source redirects to ${url}`,
      );
      ensure(
        trap.requests.length === 0,
        'The provider must not follow a redirect to a private host that is not allowed, but a request arrived there. Check the address of every redirect before connecting.',
      );
    },
  },
] as const satisfies readonly Check[];

function rejects<const Case extends FaultCase>({ id, situation, fault, codes }: Case) {
  return {
    id: id as Case['id'],
    title: `rejects with ${codes.join(' or ')} when ${situation}`,
    missing: needs('fail'),
    async run(source, observer) {
      const loading = loadDuring(quoteRequest(fault, source), source, observer);
      ensureRetryAfter(await observer.expectFailure(loading, codes, situation), fault);
    },
  } satisfies Check;
}

async function loadDuring(fault: Fault, source: AnySource, observer: Observer): Promise<PromptTemplate> {
  await source.write('a', 'here\n');
  const config = await configOf(source, 'a');
  source.fail?.(fault);
  return source.provider.load(config, observer.context());
}
