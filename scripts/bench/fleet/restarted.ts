// A process that starts while its source fails and its store hangs. Started by `restart.ts`.
import { createPrompts } from '@prompts/core';
import { Keyv } from 'keyv';

/** The report of this process. */
export interface Restarted {
  /** The milliseconds until `createPrompts` resolved. */
  readonly opening: number;
  /** The milliseconds of the first `get` after that. */
  readonly first: number;
  /** The number of prompts that it serves as stale. */
  readonly stale: number;
}

const [snapshot, count] = process.argv.slice(2) as [string, string];
const names = Array.from({ length: Number(count) }, (_, index) => `prompt-${index}`);
const never = () => new Promise<never>(() => {});
const hangingStore = { get: never, set: never, delete: never, clear: never, getMany: never };
const started = performance.now();
const prompts = await createPrompts<Record<string, { provider: string; config: object }>>({
  systemPrompts: Object.fromEntries(names.map((name) => [name, { provider: 'memory', config: { name } }])),
  providers: [{ name: 'memory', load: () => Promise.reject(new Error('the source is down')) }],
  cache: { snapshot, store: new Keyv({ store: hangingStore }) },
  logger: { debug() {}, info() {}, warn() {}, error() {} },
});
const opened = performance.now();
await prompts.get('prompt-0');
const first = performance.now() - opened;
const served = await Promise.all(names.map((name) => prompts.get(name)));
const stale = served.filter(({ state }) => state === 'stale').length;
process.send?.({ opening: opened - started, first, stale } satisfies Restarted);
process.disconnect();
await prompts.close();
