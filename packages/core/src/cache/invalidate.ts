import type { PromptError } from '../errors/prompt-error.ts';
import type { CacheContext } from './context.ts';
import { currentOrder } from './fetchable.ts';
import { type CatalogueItem, type Collection, errorOf, Source } from './model.ts';

/** How to fetch an invalidated text. */
export interface Invalidation {
  /** Whether the text is known to have changed: it is loaded unconditionally. */
  readonly isChangeKnown?: boolean;
  /** When the source itself announced the change, on the monotonic clock. Results that any process requested earlier are outdated. */
  readonly saidAt?: number | undefined;
  /** Whether the source itself must be called, whatever the store contains. */
  readonly bypassStore?: boolean;
  /** Whether to ignore the back-off. */
  readonly force?: boolean;
}

/**
 * Fetches what may have changed at its source. Watches, messages of the bus, listings and `refresh` all use this function. An
 * attempt in flight may have read the source before the change, so another one follows it.
 * @returns Resolves, never rejects, when every attempt is over, with what failed, or must wait for a `Retry-After`, and why.
 */
export async function invalidate(
  fetchables: readonly (Source | Collection)[],
  { isChangeKnown = false, saidAt, bypassStore = false, force = false }: Invalidation,
  { closed, publisher }: CacheContext,
): Promise<ReadonlyMap<CatalogueItem, PromptError>> {
  // From now on the old text is stale, even if the next attempts fail.
  if (isChangeKnown) announce(fetchables, saidAt);
  const order = currentOrder();
  // One alone has no others to wait for. A listing invalidates thousands, one at a time.
  const gathering = fetchables.length > 1 ? publisher.gather(order) : undefined;
  for (const fetchable of fetchables) {
    fetchable.invalidatedAt = order;
    gathering?.expect(fetchable);
  }
  const failures = new Map<CatalogueItem, PromptError>();
  const busy = fetchables.filter(({ inFlight }) => inFlight);
  const idle = fetchables.filter(({ inFlight }) => !inFlight);
  const busyGroups = Map.groupBy(busy, ({ address }) => address.group).values();
  await Promise.all([fetchAll(idle), ...Array.from(busyGroups, fetchAfterwards)]);
  return failures;

  /** A listing in flight may begin another attempt, for the text that it contains. */
  async function fetchAfterwards(group: readonly (Source | Collection)[]): Promise<void> {
    for (const fetchable of group) fetchable.bypassStore ||= bypassStore;
    // A read may begin an attempt that can end with a record from the store. Its text may be published only together with those of
    // the others, so they don't wait for it.
    const mustBypassStore = bypassStore && group.length === 1;
    const inFlight = () => group.flatMap((fetchable) => fetchable.inFlightBefore(order, mustBypassStore) ?? []);
    for (let waiting = inFlight(); waiting.length > 0; waiting = inFlight()) await Promise.all(waiting);
    const isLate = (fetchable: Source | Collection) => fetchable.inFlightBefore(order, bypassStore) !== undefined;
    const late = group.filter(isLate);
    const ready = group.filter((fetchable) => !isLate(fetchable));
    await Promise.all([fetchAll(ready), ...late.map((fetchable) => fetchAfterwards([fetchable]))]);
  }

  /** All in one turn of the event loop, so that they are loaded in batches. */
  async function fetchAll(requested: readonly (Source | Collection)[]): Promise<void> {
    if (closed.aborted) return;
    for (const fetchable of requested) {
      if (bypassStore) fetchable.bypassStore = true;
      if (isChangeKnown && fetchable instanceof Source) fetchable.isInvalidated = true;
    }
    await Promise.all(requested.map(fetchOne));
  }

  async function fetchOne(fetchable: Source | Collection): Promise<void> {
    const { completedAttempts } = fetchable;
    gathering?.begin(fetchable);
    const attempt = fetchable.fetch(force);
    const { blockedBy } = fetchable.access;
    await attempt;
    // The process was stopped meanwhile.
    const isAbandoned = attempt && fetchable.completedAttempts === completedAttempts && !closed.aborted;
    if (isAbandoned) await fetchable.fetch(force);
    if (attempt) recordFailures(fetchable);
    else if (blockedBy) for (const item of itemsOf(fetchable)) failures.set(item, blockedBy);
    gathering?.end(fetchable);
  }

  /** A later attempt clears the errors, perhaps with a text that another process requested before. */
  function recordFailures(fetchable: Source | Collection): void {
    for (const item of fetchable.error ? itemsOf(fetchable) : []) {
      const error = errorOf(item);
      if (error) failures.set(item, error);
    }
  }
}

function itemsOf(fetchable: Source | Collection): CatalogueItem[] {
  return fetchable instanceof Source ? [...fetchable.prompts] : [fetchable];
}

/** Records that sources have changed: their texts are stale until an attempt that begins later succeeds. */
export function announce(fetchables: readonly (Source | Collection)[], saidAt?: number): void {
  for (const fetchable of fetchables) {
    fetchable.announce(saidAt);
    if (!(fetchable instanceof Source)) fetchable.expire();
    for (const { slot } of fetchable.prompts) slot.expire();
  }
}
