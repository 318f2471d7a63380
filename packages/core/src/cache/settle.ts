import { forPrompt, fromThrown } from '../errors/from-thrown.ts';
import type { CacheContext } from './context.ts';
import { interrupted } from './interrupted.ts';
import type { Collection, Source } from './model.ts';
import type { Arrival } from './publisher.ts';
import { recordFailure } from './record-failure.ts';
import { warnOnce } from './warn-once.ts';

/** Publishes a loaded text, then ends the attempt in flight. */
export async function settleWithTemplate(arrival: Arrival, { publisher }: CacheContext): Promise<void> {
  const rejection = await publisher.publish(arrival);
  if (rejection === interrupted) arrival.source.abandon();
  else arrival.source.settle(rejection);
}

/**
 * Ends the attempt in flight as failed, for every prompt that depends on it.
 * @param isForeign Whether another process failed, not this one.
 */
export function settleWithError(
  fetchable: Source | Collection,
  thrown: unknown,
  context: CacheContext,
  isForeign = false,
): void {
  if (thrown === interrupted) {
    fetchable.abandon();
    return;
  }
  const { address } = fetchable;
  const failure = fromThrown(thrown, address.providerName, address);
  const error = 'entry' in fetchable ? forPrompt(failure, fetchable) : failure;
  if (isForeign) fetchable.settleForeign(error);
  else fetchable.settle(error);
  if ('entry' in fetchable) context.events.emit('error', { name: fetchable.name, error });
  for (const prompt of fetchable.prompts) {
    if (error.code === 'NOT_FOUND') prompt.slot.expire();
    recordFailure(prompt, error, context);
    warnOnce(prompt, context);
  }
}
