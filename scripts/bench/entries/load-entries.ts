// Starts an app with many entries, loads them all, and prints what it took: node --expose-gc load-entries.ts <count>
import { createPrompts, type PromptProvider, type Prompts } from '@prompts/core';
import { processorMs } from '../hostile/processor-time.ts';
import { promptTexts } from '../prompt-texts.ts';

interface Config {
  readonly id: number;
}

const collectGarbage = globalThis.gc;
if (!collectGarbage) throw new Error('start it with --expose-gc');

const heapEmpty = heapBytes();
const texts = createTexts(Number(process.argv[2]));
const textBytes = heapBytes() - heapEmpty;

const load = async ({ id }: Config) => ({ content: texts[id] ?? '', version: '1' });
const provider: PromptProvider<Config> = {
  name: 'memory',
  load,
  loadMany: (configs) => Promise.all(configs.map(load)),
};
const systemPrompts = Object.fromEntries(
  texts.map((_, id) => [`prompt-${id}`, { provider: 'memory', config: { id } }]),
);
const names = Object.keys(systemPrompts);

const heapBefore = heapBytes();
let prompts: Prompts | undefined;
const createMs = await processorMs(async () => {
  prompts = await createPrompts({ systemPrompts, providers: [provider], preload: false, logger: false });
});
const loadMs = await processorMs(() => Promise.all(names.map((name) => prompts?.get(name))));
await new Promise((resolve) => setImmediate(resolve));
const ownBytes = heapBytes() - heapBefore;
await prompts?.close();
process.stdout.write(JSON.stringify({ createMs, loadMs, textBytes, ownBytes }));

/** Returns texts that share no memory with others, or with the parts that they were made of. */
function createTexts(count: number): string[] {
  return promptTexts(count).texts.map((text) => Buffer.from(text).toString());
}

/** Returns the bytes in use, without garbage. */
function heapBytes(): number {
  collectGarbage?.();
  return process.memoryUsage().heapUsed;
}
