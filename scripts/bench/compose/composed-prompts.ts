import { compose } from '@prompts/compose';
import { createPrompts, type PromptHook, type PromptProvider, type Prompts } from '@prompts/core';
import { nanoseconds, type Row, type Table } from '../report.ts';
import { measureInTurns, median } from '../rounds.ts';
import { nameAt, names as sampleNames, text as sampleText } from '../sample.ts';

const promptCount = 1000;
const partCount = 20;
const partsPerPrompt = 5;
const rounds = 7;

/** Stores results: V8 removes operations whose results are unused. */
const sink: { last?: unknown } = {};

type Entries = Record<string, { provider: string; config: object }>;

/** The texts of prompts that share parts; or, without includes, texts of the same length. */
function createTexts(hasIncludes: boolean): Map<string, string> {
  const partText = 'Answer in whole sentences, and say what you do not know. Mind the {{tone}} tone.\n'.repeat(5);
  const include = (index: number) => (hasIncludes ? `{{> part-${index % partCount}}}\n` : partText);
  const texts = new Map(Array.from({ length: partCount }, (_, index) => [`part-${index}`, partText]));
  for (let index = 0; index < promptCount; index += 1) {
    const includes = Array.from({ length: partsPerPrompt }, (_, part) => include(index + part * 3));
    texts.set(`prompt-${index}`, `You are assistant ${index}.\n${includes.join('')}Help with {{product}}.\n`);
  }
  return texts;
}

function start(texts: ReadonlyMap<string, string>, hooks: readonly PromptHook[]): Promise<Prompts> {
  const memory: PromptProvider<{ name: string }> = {
    name: 'memory',
    load: async ({ name }) => ({ content: texts.get(name) ?? '' }),
  };
  const systemPrompts: Entries = {};
  for (const name of texts.keys()) systemPrompts[name] = { provider: 'memory', config: { name } };
  return createPrompts<Entries>({ providers: [memory], systemPrompts, hooks, cache: { ttl: 3600 } });
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** Measures what composition costs when prompts are loaded, when a part changes, and when a prompt is read. */
export async function composedPrompts(): Promise<Table> {
  const cases = { plain: createTexts(false), composed: createTexts(true) };
  const starts = { plain: [] as number[], composed: [] as number[] };
  const refreshes = { plain: [] as number[], composed: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    for (const kind of ['plain', 'composed'] as const) {
      const texts = new Map(cases[kind]);
      let prompts: Prompts | undefined;
      starts[kind].push(
        await time(async () => {
          prompts = await start(texts, kind === 'composed' ? [compose()] : []);
          await Promise.all(Array.from(texts.keys(), (name) => prompts?.get(name)));
        }),
      );
      // Without includes, as many prompts change at their source.
      const changed = kind === 'composed' ? ['part-0'] : [...texts.keys()].slice(0, dependentsOfPart + 1);
      for (const name of changed) texts.set(name, `Changed. ${texts.get(name)}`);
      refreshes[kind].push(await time(async () => expectChanges(await prompts?.refresh(changed))));
      await prompts?.close();
    }
  }
  const compare = (what: string, { plain, composed }: { plain: number[]; composed: number[] }): Row => ({
    what,
    measured: `${median(composed).toFixed(0)} ms`,
    ratio: `${(median(composed) / median(plain)).toFixed(2)} × ${median(plain).toFixed(0)} ms without includes`,
  });
  const title = `${promptCount} prompts, each with ${partsPerPrompt} of ${partCount} shared parts`;
  return {
    title,
    rows: [
      compare('start, until all are served', starts),
      compare(`refresh of one part, which changes ${dependentsOfPart} prompts`, refreshes),
      ...(await reads()),
    ],
  };
}

/** How many prompts include one part. */
const dependentsOfPart = (promptCount * partsPerPrompt) / partCount;

function expectChanges(report: { readonly changed: readonly string[] } | undefined): void {
  if (report?.changed.length !== dependentsOfPart + 1) throw new Error(`${report?.changed.length} prompts changed`);
}

async function reads(): Promise<Row[]> {
  const plain = await start(new Map(sampleNames.map((name) => [name, sampleText])), []);
  const shared = [['part', sampleText] as const, ...sampleNames.map((name) => [name, '{{> part}}'] as const)];
  const composed = await start(new Map(shared), [compose()]);
  await Promise.all(sampleNames.flatMap((name) => [plain.get(name), composed.get(name)]));
  const times = await measureInTurns({
    plain: (times) => {
      for (let index = 0; index < times; index += 1) sink.last = plain.peek(nameAt(index));
    },
    composed: (times) => {
      for (let index = 0; index < times; index += 1) sink.last = composed.peek(nameAt(index));
    },
  });
  await plain.close();
  await composed.close();
  const of = (name: string) => times.get(name) as number;
  return [
    {
      what: 'peek of a composed prompt',
      measured: nanoseconds(of('composed')),
      ratio: `${(of('composed') / of('plain')).toFixed(2)} × a plain one`,
      target: { text: '≤ 1.2 × a plain one', met: of('composed') <= 1.2 * of('plain') },
    },
  ];
}
