import { forPrompt, fromThrown } from '../../errors/from-thrown.ts';
import { PromptError } from '../../errors/prompt-error.ts';
import type { ListedPrompt } from '../../provider/provider.ts';
import { createAddress } from '../../provider/source-address.ts';
import type { Catalogue } from '../catalogue.ts';
import type { CacheContext } from '../context.ts';
import { requestFacts } from '../describe.ts';
import type { Collection, MemberLoads } from '../model.ts';
import { settleWithError } from '../settle.ts';
import { ambiguousName } from '../unknown-prompt.ts';
import { withLoadTimeout } from '../with-load-timeout.ts';
import { type ListedMember, nameMembers } from './member-names.ts';
import { removeMembers } from './remove-members.ts';
import { updateMember } from './update-member.ts';

/** Keeps the members of collections up to date. */
export interface Lister {
  /** Lists a collection and loads what changed. Resolves, never rejects, when every member has its result. */
  list(collection: Collection): Promise<void>;
  /** Lists the source itself. Never rejects. */
  fetchListing(collection: Collection): Promise<MemberLoads>;
  /**
   * Applies what the collection's source returned at `collection.fetchedAt`.
   * @param restoring Set for a listing from a snapshot or a store. Members whose texts are lost return with the next listing.
   */
  applyListing(collection: Collection, listing: readonly ListedPrompt[], restoring?: KeptListing): Promise<MemberLoads>;
}

/** How to apply a listing from a snapshot or a store. */
interface KeptListing {
  /** Whether the members' configs may be used to call the source: nobody else can have written them. */
  readonly isTrusted: boolean;
  /** When the text of an item was requested, in epoch ms. */
  readonly fetchedAt: ReadonlyMap<ListedPrompt, number>;
}

export function createLister(catalogue: Catalogue, context: CacheContext): Lister {
  async function list(collection: Collection): Promise<void> {
    const loads = await (context.persistence?.loadListing(collection) ?? fetchListing(collection));
    // The reader of one member does not wait for the others. Only this function does.
    await Promise.all(loads);
    await requestFacts(
      Array.from(collection.prompts, ({ source }) => source),
      context,
    );
  }

  async function fetchListing(collection: Collection): Promise<MemberLoads> {
    const {
      address: { provider, config },
      trustedListing: previousList,
      entry: { limits },
    } = collection;
    try {
      const requestedAt = context.toEpochMs();
      const listing = await withLoadTimeout(provider, context, async (loadContext) =>
        provider.list?.(config, { ...loadContext, previousList, maxMembers: limits.maxMembers }),
      );
      checkListing(listing, limits.maxMembers);
      collection.fetchedAt = requestedAt;
      const loads = await applyListing(collection, listing);
      collection.settle();
      return loads;
    } catch (thrown) {
      settleWithError(collection, thrown, context);
      return [];
    }
  }

  async function applyListing(
    collection: Collection,
    listing: readonly ListedPrompt[],
    restoring?: KeptListing,
  ): Promise<MemberLoads> {
    const { prefix, ambiguous } = collection;
    const named = await nameMembers(addressAll(collection, listing), prefix, isTaken);
    for (const [name, names] of named.ambiguous) {
      if (!ambiguous.has(name)) reportError(collection, ambiguousName(name, names));
    }
    collection.ambiguous = named.ambiguous;
    const members = new Map([...named.members].filter(([, { item }]) => !restoring || item.template));
    removeMembers(collection, members, catalogue, context);
    const isTrusted = restoring?.isTrusted ?? true;
    const gathering = context.publisher.gather(collection.begunAt - 1, collection);
    // All in one turn of the event loop, so that the members are loaded in batches.
    const loads = Array.from(members, ([name, member]) => {
      const fetchedAt = restoring?.fetchedAt.get(member.item);
      const listed = { name, collection, isTrusted, isStale: restoring !== undefined, fetchedAt, ...member };
      const load = updateMember(listed, catalogue, context);
      const { source } = catalogue.prompts.get(name) ?? {};
      if (!load || !source) return load;
      gathering.expect(source);
      return load.then(() => gathering.end(source));
    });
    gathering.end(collection);
    collection.memberLoads = Promise.all(loads);
    collection.setListing(listing);
    collection.trustedListing = isTrusted ? listing : undefined;
    return loads;

    /** A name belongs to the entry with exactly this name, otherwise to the collection with the longest prefix. */
    function isTaken(name: string): boolean {
      const other = catalogue.prompts.get(name);
      return (other !== undefined && other.collection !== collection) || catalogue.findCollection(name) !== collection;
    }
  }

  function addressAll(collection: Collection, listing: readonly ListedPrompt[]): ListedMember[] {
    const { providerName, provider } = collection.address;
    return listing.flatMap((item) => {
      try {
        return { item, address: createAddress(providerName, provider, item.config) };
      } catch (thrown) {
        reportError(collection, fromThrown(thrown, providerName, [item, collection.address]));
        return [];
      }
    });
  }

  function reportError(collection: Collection, error: PromptError): void {
    context.events.emit('error', { name: collection.name, error: forPrompt(error, collection) });
  }

  return { list, fetchListing, applyListing };
}

/** @throws PromptError for a listing that can't be used. */
function checkListing(listing: readonly ListedPrompt[], maxMembers: number): void {
  if (listing.length > maxMembers) {
    const message = `the collection has ${listing.length} members: split it, or raise cache.maxMembers (${maxMembers})`;
    throw new PromptError('CONTENT_INVALID', message);
  }
  if (listing.some((item) => typeof item?.name !== 'string')) {
    const message = "the provider listed a member without a name: report this to the provider's author";
    throw new PromptError('CONTENT_INVALID', message);
  }
}
