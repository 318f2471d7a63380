import { createPrompts } from '@prompts/core';
import { Eta } from 'eta';
import Handlebars from 'handlebars';
import mustache from 'mustache';
import { atMost, fasterBy, nanoseconds, type Table } from './report.ts';
import { measureInTurns } from './rounds.ts';
import { etaText, text, unescapedText, variables } from './sample.ts';

const sink: { last?: unknown } = {};

/**
 * Measures rendering. Templates are compiled before, if the library supports it. The last character of each result is read,
 * because V8 concatenates strings only when they are read, and an app that sends a prompt reads it.
 */
export async function rendering(): Promise<Table> {
  const prompts = await createPrompts({ systemPrompts: { sample: text } });
  const prompt = await prompts.get('sample');
  const parts = text.split(/\{\{(\w+)\}\}/);
  const eta = new Eta({ autoEscape: false });
  const withEta = eta.compile(etaText);
  const withHandlebars = Handlebars.compile(text, { noEscape: true });
  const expected = splitAndJoin(parts);
  assertSame('prompt.render', prompt.render(variables), expected);
  assertSame('eta', withEta.call(eta, variables), expected);
  assertSame('handlebars', withHandlebars(variables), expected);
  assertSame('mustache', mustache.render(unescapedText, variables), expected);

  const times = await measureInTurns({
    'precompiled split and join': (times) => {
      for (let index = 0; index < times; index += 1) sink.last = splitAndJoin(parts).at(-1);
    },
    'prompt.render (@prompts/core)': (times) => {
      for (let index = 0; index < times; index += 1) sink.last = prompt.render(variables).at(-1);
    },
    'eta, compiled': (times) => {
      for (let index = 0; index < times; index += 1) sink.last = withEta.call(eta, variables).at(-1);
    },
    'handlebars, precompiled': (times) => {
      for (let index = 0; index < times; index += 1) sink.last = withHandlebars(variables).at(-1);
    },
    mustache: (times) => {
      for (let index = 0; index < times; index += 1) sink.last = mustache.render(unescapedText, variables).at(-1);
    },
  });
  await prompts.close();

  const base = times.get('precompiled split and join') as number;
  const ours = times.get('prompt.render (@prompts/core)') as number;
  const targets = new Map([
    ['prompt.render (@prompts/core)', atMost(1.3, ours, base, 'split and join')],
    ['handlebars, precompiled', fasterBy(2, ours, times.get('handlebars, precompiled') as number)],
    ['mustache', fasterBy(25, ours, times.get('mustache') as number)],
  ]);
  return {
    title: 'Rendering of a prompt of 4 KB with 5 variables, time per call',
    rows: [...times].map(([what, time]) => {
      const target = targets.get(what);
      return {
        what,
        measured: nanoseconds(time),
        ratio: `${(time / base).toFixed(2)} × split and join`,
        ...(target && { target }),
      };
    }),
  };
}

/** The baseline without a library. In `parts`, texts and names alternate. */
function splitAndJoin(parts: readonly string[]): string {
  const filled = parts.slice();
  for (let index = 1; index < filled.length; index += 2) filled[index] = variables[filled[index] as string] as string;
  return filled.join('');
}

function assertSame(what: string, actual: unknown, expected: string): void {
  if (actual !== expected) throw new Error(`${what} renders another text than the others, so they can't be compared`);
}
