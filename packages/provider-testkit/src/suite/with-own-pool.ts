interface Pool {
  close(): Promise<void>;
}

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
    .map((key) => ({ key, pool: globals[key] as Pool }))
    .filter(({ pool }) => pool.constructor.name === 'Agent');
  const own = shared.map(({ key, pool }) => {
    const replacement = new (pool.constructor as new () => Pool)();
    globals[key] = replacement;
    return replacement;
  });
  try {
    return await work();
  } finally {
    for (const { key, pool } of shared) globals[key] = pool;
    await Promise.all(own.map((pool) => pool.close()));
  }
}
