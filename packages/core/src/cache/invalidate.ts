import { type Collection, Source } from './model.ts';

/** How the source of an invalidated text is asked. */
export interface Invalidation {
  /** Whether the text is known to have changed: it is loaded, without asking whether it changed. */
  readonly isChangeKnown?: boolean;
  /** Whether the source itself must be asked, whatever the store holds. */
  readonly bypassStore?: boolean;
  /** Whether to ignore the back-off. */
  readonly force?: boolean;
}

/**
 * Fetches what may have changed at its source: the one way that a watch, a message of the bus, a listing or `refresh` leads to
 * a new text. An attempt in flight may have read the source before the change, so another one follows it.
 * @returns Resolves, never rejects, when every attempt is over.
 */
export async function invalidate(
  fetchables: readonly (Source | Collection)[],
  { isChangeKnown = false, bypassStore = false, force = false }: Invalidation,
  closed: AbortSignal,
): Promise<void> {
  // From now on the old text is stale, also if the next attempts fail.
  if (isChangeKnown) announce(fetchables);
  const inFlight = fetchables.flatMap((fetchable) => fetchable.inFlight ?? []);
  if (inFlight.length > 0) await Promise.all(inFlight);
  if (closed.aborted) return;
  for (const fetchable of fetchables) {
    if (bypassStore) fetchable.bypassStore = true;
    if (isChangeKnown && fetchable instanceof Source) fetchable.isInvalidated = true;
  }
  // All in one turn of the event loop, so that they are loaded in batches.
  await Promise.all(fetchables.map((fetchable) => fetchable.fetch(force)));
}

/** Records that sources hold something new by now: what is known of them is stale until an attempt that begins later succeeds. */
export function announce(fetchables: readonly (Source | Collection)[]): void {
  for (const fetchable of fetchables) {
    fetchable.announce();
    if (!(fetchable instanceof Source)) fetchable.expire();
    for (const { slot } of fetchable.prompts) slot.expire();
  }
}
