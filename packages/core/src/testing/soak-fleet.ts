/**
 * A simulated hour of four processes, with 50 prompts whose texts change now and then, a store, a bus and a snapshot in
 * `<folder>`: `node --expose-gc soak-fleet.ts <folder>`. Prints as JSON what is held at the end of each tenth.
 */
import { createPrompts } from '../node/index.ts';
import { FakeClock } from './fake-clock.ts';
import { LibraryProvider } from './library-provider.ts';
import { MapStore } from './map-store.ts';
import { MemoryBus } from './memory-bus.ts';

const [root] = process.argv.slice(2) as [string];
/** Seconds. Each end of a TTL costs as much time as the last: an hour with one of a second would take minutes. */
const ttl = 20;
const rounds = 3600 / ttl;
const ids = Array.from({ length: 50 }, (_, number) => `prompt-${number}`);
const textOf = (id: string, version: number) => `You are ${id}, version ${version}. ${'x'.repeat(1000)}`;
const library = new LibraryProvider(Object.fromEntries(ids.map((id) => [id, textOf(id, 0)])));
const clock = new FakeClock();
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
  const id = ids[round % ids.length] as string;
  if (round % 3 === 0) library.texts.set(id, textOf(id, round));
  await clock.advance(ttl * 1000);
  for (const prompts of fleet) for (const name of ids) if (!prompts.peek(name)) missing += 1;
  calls += library.takeCalls().length;
  bus.messages.length = 0;
  if (round % (rounds / 10) === 0) {
    // What the last peeks began is over.
    await clock.advance(2000);
    (globalThis as unknown as { gc(): void }).gc();
    const { heapUsed: heap } = process.memoryUsage();
    tenths.push({ heap, timers: clock.waiting, listeners: bus.listeners, values: store.values.size, calls, missing });
  }
}
process.stdout.write(JSON.stringify(tenths));
