import { type ListedPrompt, type LoadContext, PromptError, type PromptTemplate } from '@prompts/core';
import type { AnySource } from './check.ts';
import { collectionOf, configsOf, wrongConfigOf } from './configs.ts';
import type { Observer } from './observer.ts';
import { replaceSecrets, secretIn } from './replace-secrets.ts';

/** A call of one method of a provider that has loaded the same prompts before. */
export interface MethodCall {
  readonly method: 'load' | 'refresh' | 'loadMany' | 'changedSince' | 'list' | 'versions' | 'describe' | 'validate';
  /** Calls the method. If it returns nothing but failures, rejects with the first. */
  run(context: LoadContext): Promise<unknown>;
  /** Whether a result is correct although the source failed: `changedSince` may report every prompt. */
  isSafe(result: unknown): boolean;
}

/** The methods whose result is the body of a response. The others may ignore it. */
export const readsBody: ReadonlySet<MethodCall['method']> = new Set([
  'load',
  'refresh',
  'loadMany',
  'list',
  'versions',
]);

/**
 * Stores two prompts and a collection, reads them, and returns a call of every method of the provider that reads them again.
 * @param credentials `wrong`: the calls have credentials that the source rejects.
 */
export async function prepareCalls(
  source: AnySource,
  observer: Observer,
  credentials: 'right' | 'wrong' = 'right',
): Promise<MethodCall[]> {
  const { provider } = source;
  const ids = ['a', 'b'];
  for (const id of ids) await source.write(id, `Text of ${id}.\n`);
  const rightConfigs = await configsOf(source, ids);
  const templates: PromptTemplate[] = await Promise.all(
    rightConfigs.map((config) => provider.load(config, observer.context())),
  );
  const hasCollection = provider.list !== undefined && source.collection !== undefined;
  const rightCollection = hasCollection ? await collectionOf(source) : undefined;
  const previousList = hasCollection ? await provider.list?.(rightCollection, observer.context()) : undefined;

  const isWrong = credentials === 'wrong';
  const configs = isWrong ? await Promise.all(ids.map((id) => wrongConfigOf(source, id))) : rightConfigs;
  const collection = isWrong ? replaceCredentials(source, rightCollection, configs[0]) : rightCollection;
  const entries = configs.map((config, index) => ({ config, template: templates[index] as PromptTemplate }));
  const [config] = configs;
  const previous = templates[0] as PromptTemplate;

  const all: { readonly [Method in MethodCall['method']]: ((context: LoadContext) => Promise<unknown>) | undefined } = {
    load: (context) => provider.load(config, context),
    refresh:
      provider.refresh && ((context) => provider.refresh?.(config, { ...context, previous }) as Promise<unknown>),
    loadMany:
      provider.loadMany && (async (context) => throwIfAllFailed((await provider.loadMany?.(configs, context)) ?? [])),
    changedSince: provider.changedSince && (async (context) => provider.changedSince?.(entries, context)),
    list:
      collection === undefined || !hasCollection
        ? undefined
        : async (context) => namesOf((await provider.list?.(collection, { ...context, previousList })) ?? []),
    versions:
      provider.versions &&
      (async (context) => {
        const found: unknown[] = [];
        for await (const version of provider.versions?.(config, context) ?? []) found.push(version);
        return found;
      }),
    describe:
      provider.describe && (async (context) => throwIfAllFailed((await provider.describe?.(configs, context)) ?? [])),
    validate: provider.validate && (async (context) => provider.validate?.(config, context)),
  };
  return Object.entries(all).flatMap(([name, run]) => {
    const method = name as MethodCall['method'];
    const isSafe = (result: unknown) =>
      method === 'changedSince' && entries.every((_, index) => (result as readonly number[]).includes(index));
    // A method that throws before it returns a promise counts as one that rejects.
    return run === undefined ? [] : [{ method, isSafe, run: async (context) => run(context) }];
  });
}

function throwIfAllFailed<Result extends object>(results: readonly (Result | PromptError)[]): typeof results {
  const [first] = results;
  if (first !== undefined && results.every((result) => PromptError.isInstance(result))) throw first;
  return results;
}

/** The configs of members may contain secrets, which are not a leak. */
function namesOf(members: readonly ListedPrompt[]): string[] {
  return members.map(({ name }) => name);
}

/** @returns The collection with the wrong secret instead of the right one; undefined if it contains none. */
function replaceCredentials({ secrets = [] }: AnySource, collection: unknown, wrongConfig: unknown): unknown {
  const right = secretIn(collection, secrets);
  const wrong = secretIn(wrongConfig, secrets);
  if (right === undefined || wrong === undefined) return undefined;
  return replaceSecrets(collection, [right], (text) => text.replaceAll(right, wrong));
}
