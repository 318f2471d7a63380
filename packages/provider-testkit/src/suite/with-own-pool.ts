interface Pool {
  close(): Promise<void>;
}

type PoolClass = new (inner?: Pool) => Pool;

/** What `fetch` of Node uses once an app has loaded a newer undici: it passes all requests on to the `Agent` of that one. */
const wrapperName = 'Dispatcher1Wrapper';

/**
 * Runs `work` while the runtime's `fetch` uses a connection pool of its own, and closes that pool. The usual one is shared by
 * the whole process: a provider that uses plain `fetch` can't close it.
 */
export async function withOwnPool<Value>(work: () => Promise<Value>): Promise<Value> {
  // Node creates its pool in the first call.
  await fetch('data:,');
  const globals = globalThis as unknown as Record<symbol, Pool>;
  // There may be one for each major version of undici, the library behind `fetch`.
  const shared = Object.getOwnPropertySymbols(globals)
    .filter(({ description = '' }) => description.startsWith('undici.globalDispatcher'))
    .map((key) => ({ key, pool: globals[key] as Pool }));
  const Agent = shared.map(classOf).find(({ name }) => name === 'Agent');
  const replaceable = Agent ? shared.filter((each) => ['Agent', wrapperName].includes(classOf(each).name)) : [];
  const own = replaceable.map((each) => {
    const Pool = classOf(each);
    const replacement = Agent && Pool.name === wrapperName ? new Pool(new Agent()) : new Pool();
    globals[each.key] = replacement;
    return replacement;
  });
  try {
    return await work();
  } finally {
    for (const { key, pool } of replaceable) globals[key] = pool;
    await Promise.all(own.map((pool) => pool.close()));
  }
}

function classOf({ pool }: { readonly pool: Pool }): PoolClass {
  return pool.constructor as PoolClass;
}
