import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PromptTemplate } from '@prompts/core';
import { expect, it } from 'vitest';
import { createRandom, type Random } from '../../core/src/test-support/fuzz/random.ts';
import { DeskProvider } from './test-support/desk-provider.ts';
import { onDesk, serve } from './test-support/serve.ts';

/** `{{> part}}`, `{{< base}}{{$x}}block{{/x}}{{/base}}`, `{{$x}}block{{/x}}`, or characters that stand for themselves. */
type Piece = string | { part: string } | { base: string; block: string } | { block: string };

type Texts = ReadonlyMap<string, readonly Piece[]>;

const names = ['n0', 'n1', 'n2', 'n3', 'n4', 'n5', 'n6'] as const;

/** Creates a text that includes only prompts after it, so that there is no circle, and now and then one that does not exist. */
function createText(name: string, random: Random): Piece[] {
  const number = () => `${Math.floor(random.next() * 100)}`;
  const createPiece = (): Piece => {
    const other = random.isTrue(0.07) ? 'unknown' : random.pick([name, ...names.filter((each) => each > name)]);
    if (other === name || random.isTrue(0.3)) return { block: number() };
    return random.isTrue(0.5) ? { part: other } : { base: other, block: number() };
  };
  return [
    `${name} ${number()}`,
    ...Array.from({ length: random.pick([0, 1, 2, 3]) }, () => [' ', createPiece()]).flat(),
  ];
}

function write(pieces: readonly Piece[]): string {
  const tags = pieces.map((piece) => {
    if (typeof piece === 'string') return piece;
    if ('part' in piece) return `{{> ${piece.part}}}`;
    const block = `{{$x}}${piece.block}{{/x}}`;
    return 'base' in piece ? `{{< ${piece.base}}}${block}{{/${piece.base}}}` : block;
  });
  return tags.join('');
}

/** Returns what a prompt should contain; undefined if something is missing. @param override What replaces its blocks. */
function evaluate(name: string, texts: Texts, override?: string): string | undefined {
  const pieces = texts.get(name)?.map((piece) => {
    if (typeof piece === 'string') return piece;
    if ('part' in piece) return evaluate(piece.part, texts, override);
    if ('base' in piece) return evaluate(piece.base, texts, override ?? piece.block);
    return override ?? piece.block;
  });
  return pieces?.includes(undefined) ? undefined : pieces?.join('');
}

const evaluateAll = (texts: Texts) => new Map(names.map((name) => [name, evaluate(name, texts)]));

/** Each text arrives a few turns of the event loop late. */
class LateDesk extends DeskProvider {
  readonly #random: Random;

  constructor(random: Random) {
    super();
    this.#random = random;
  }

  override async load(config: { id?: string }): Promise<PromptTemplate> {
    for (let turns = this.#random.pick([0, 1, 2, 3]); turns > 0; turns -= 1) await nextTurn();
    return super.load(config);
  }
}

async function run(seed: number): Promise<void> {
  const random = createRandom(seed);
  const desk = new LateDesk(random);
  const texts = new Map<string, Piece[]>();
  function change(name: string): void {
    const text = createText(name, random);
    texts.set(name, text);
    desk.texts.set(name, write(text));
  }
  names.forEach(change);
  await using served = await serve({ desk, entries: Object.fromEntries(names.map((name) => [name, onDesk(name)])) });
  const { prompts } = served;
  await prompts.refresh();
  for (let step = 0; step < 12; step += 1) {
    const before = evaluateAll(texts);
    const changed = random.pick([[1], [1, 2], [1, 2, 3]]).map(() => random.pick(names));
    changed.forEach(change);
    const after = evaluateAll(texts);
    const isGood = ![...before.values(), ...after.values()].includes(undefined);
    const stopListening = prompts.on('change', () => {
      // A text that is rejected stays behind, and may meet newer ones.
      for (const name of isGood ? names : [])
        expect.soft([before.get(name), after.get(name)]).toContain(prompts.peek(name)?.content);
    });
    await prompts.refresh(random.isTrue(0.5) ? changed : undefined);
    stopListening();
    for (const name of names) {
      // These reads also start to fetch rejected texts again, so the next refresh finds attempts in flight.
      const content = prompts.peek(name)?.content;
      if (after.get(name) !== undefined) expect(content, write(texts.get(name) ?? [])).toBe(after.get(name));
    }
  }
}

const { PROMPTS_FUZZ_SEEDS = '1-80' } = process.env;
const [firstSeed = 1, lastSeed = firstSeed] = PROMPTS_FUZZ_SEEDS.split('-').map(Number);

it.each([167, 172, 178, 260, 278, 299, 362])('no refresh waits for itself any more, with seed %i', run, 5000);

it.each(Array.from({ length: lastSeed - firstSeed + 1 }, (_, index) => firstSeed + index))(
  'every refresh ends, and nothing is missing or mixed, with seed %i',
  run,
  5000,
);
