/**
 * A simulated hour of four processes, with prompts whose texts change now and then, a store, a bus and a snapshot in
 * `<folder>`: `node --expose-gc soak-fleet.ts <folder>`. Prints as JSON what is held at the end of each tenth.
 */
import { createPrompts } from '../node/index.ts';
import { fakeClock } from '../testing/fake-clock.ts';
import { LibraryProvider } from './library-provider.ts';
import { MapStore } from './map-store.ts';
import { MemoryBus } from './memory-bus.ts';

const [root] = process.argv.slice(2) as [string];
/** Seconds. */
const ttl = 1;
const rounds = 3600 / ttl;
/** What is held on to is so at each load, whosever it is: more prompts would only take more time. */
const ids = Array.from({ length: 2 }, (_, number) => `prompt-${number}`);
const textOf = (id: string, version: number) => `You are ${id}, version ${version}. ${'x'.repeat(1000)}`;
const library = new LibraryProvider(Object.fromEntries(ids.map((id) => [id, textOf(id, 0)])));
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
      cache: { ttl, store, bus, snapshot: 'snapshot', lease: 10 },
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
  await clock.advance(ttl * 1000);
  for (const prompts of fleet) for (const name of ids) if (!prompts.peek(name)) missing += 1;
  calls += library.takeCalls().length;
  bus.messages.length = 0;
  if (round % (rounds / 10) === 0) {
    // What the last peeks began is over.
    await clock.advance(2000);
    (globalThis as unknown as { gc(): void }).gc();
    const { heapUsed: heap } = process.memoryUsage();
    tenths.push({ heap, timers: clock.pending, listeners: bus.listeners, values: store.values.size, calls, missing });
  }
}
process.stdout.write(JSON.stringify(tenths));
