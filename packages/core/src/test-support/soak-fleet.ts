/**
 * A simulated hour of four processes with prompts whose texts change now and then, a store, a bus, and a snapshot in
 * `<folder>`: `node --expose-gc soak-fleet.ts <folder>`. Prints a JSON array with the resources in use after each tenth.
 */
import { createPrompts } from '../node/index.ts';
import { fakeClock } from '../testing/fake-clock.ts';
import { hashSynchronously } from './hash-synchronously.ts';
import { LibraryProvider } from './library-provider.ts';
import { MapStore } from './map-store.ts';
import { MemoryBus } from './memory-bus.ts';

const [root] = process.argv.slice(2) as [string];
const ttlSeconds = 1;
const rounds = 3600 / ttlSeconds;
/** Two are enough: a leak grows with every load, and more prompts would only take more time. */
const ids = Array.from({ length: 2 }, (_, number) => `prompt-${number}`);
const textOf = (id: string, version: number) => `You are ${id}, version ${version}. ${'x'.repeat(1000)}`;
const library = new LibraryProvider(Object.fromEntries(ids.map((id) => [id, textOf(id, 0)])));
hashSynchronously();
const clock = fakeClock();
const start = Date.now();
Date.now = () => start + clock.now();
const store = new MapStore();
const bus = new MemoryBus();
const fleet = await Promise.all(
  [1, 2, 3, 4].map(() =>
    createPrompts({
      systemPrompts: Object.fromEntries(ids.map((id) => [id, { provider: 'library', config: { id } }])),
      providers: [library],
      cache: { ttl: ttlSeconds, store, bus, snapshot: 'snapshot', lease: 10 },
      root,
      clock,
    }),
  ),
);

const tenths = [];
let calls = 0;
let missing = 0;
for (let round = 1; round <= rounds; round += 1) {
  const change = round / 20;
  const id = ids[change % ids.length];
  if (id !== undefined) library.texts.set(id, textOf(id, change));
  await clock.advance(ttlSeconds * 1000);
  for (const prompts of fleet) for (const name of ids) if (!prompts.peek(name)) missing += 1;
  calls += library.takeCalls().length;
  bus.messages.length = 0;
  if (round % (rounds / 10) === 0) {
    // Lets the loads finish that the last peeks started.
    await clock.advance(2000);
    (globalThis as unknown as { gc(): void }).gc();
    tenths.push({
      heapBytes: process.memoryUsage().heapUsed,
      timers: clock.pending,
      listeners: bus.listenerCount,
      values: store.values.size,
      calls,
      missing,
    });
  }
}
process.stdout.write(JSON.stringify(tenths));
