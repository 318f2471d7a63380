import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { createPrompts, PromptError } from './node/index.ts';
import { toPrometheus } from './prometheus.ts';
import { Fleet } from './test-support/fleet.ts';
import { MapStore } from './test-support/map-store.ts';
import { MemoryBus } from './test-support/memory-bus.ts';
import { ScriptedProvider } from './test-support/scripted-provider.ts';
import { settled } from './testing/settled.ts';

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const label = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\\\|\\"|\\n)*)"/;
const labels = new RegExp(`\\{${label.source}(?:,${label.source})*\\}`);
const sample = new RegExp(`^([a-zA-Z_:][a-zA-Z0-9_:]*)(${labels.source})? (\\S+)$`);
const unescaped: Record<string, string> = { '\\\\': '\\', '\\"': '"', '\\n': '\n' };

/** Parses the text format. Each line must be a sample, or the HELP or TYPE line of the samples after it. */
function parse(text: string): Sample[] {
  expect(text.endsWith('\n')).toBe(true);
  const types = new Map<string, string>();
  const helps = new Set<string>();
  return text
    .slice(0, -1)
    .split('\n')
    .flatMap((line): Sample[] => {
      const [, keyword, metric = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? [];
      if (keyword === 'HELP') {
        expect(helps.has(metric), `repeated HELP: ${line}`).toBe(false);
        helps.add(metric);
        return [];
      }
      if (keyword === 'TYPE') {
        expect(types.has(metric), `repeated TYPE: ${line}`).toBe(false);
        types.set(metric, rest);
        return [];
      }
      const match = sample.exec(line);
      if (!match) throw new Error(`not a sample: ${line}`);
      const [, name = '', all = ''] = match;
      expect(types.get(name), `sample without a TYPE before it: ${line}`).toBe('gauge');
      const value = Number(match.at(-1));
      expect(value, line).not.toBeNaN();
      const pairs = [...all.matchAll(new RegExp(label, 'g'))].map(([, key, text = '']) => [
        key,
        text.replaceAll(/\\./g, (written) => unescaped[written] as string),
      ]);
      return [{ name, labels: Object.fromEntries(pairs), value }];
    });
}

function parseUnique(text: string): Sample[] {
  const samples = parse(text);
  const identities = samples.map(({ name, labels }) => JSON.stringify([name, labels]));
  expect(new Set(identities).size).toBe(samples.length);
  return samples;
}

const unusualNames = [
  'a "quoted" name',
  'back\\slash',
  'two\nlines',
  'both\\"\n',
  'Größe 名前 🙂',
  'a{b="c"} 1',
  '# HELP',
];

it('escapes names so that they can be parsed back', async () => {
  await using prompts = await createPrompts({
    systemPrompts: Object.fromEntries(unusualNames.map((name) => [name, 'x'])),
  });
  const samples = parseUnique(toPrometheus(prompts.status()));
  for (const name of unusualNames) {
    const states = samples.filter(({ labels }) => labels.prompt === name);
    expect(states.map(({ labels, value }) => [labels.state, value])).toEqual([
      ['fresh', 1],
      ['stale', 0],
      ['fallback', 0],
      ['loading', 0],
      ['failed', 0],
    ]);
  }
});

it('reports the prompts, sources and tiers that fail, without secrets', async () => {
  const secret = randomBytes(12).toString('hex');
  const store = new MapStore();
  const bus = new MemoryBus();
  const options = {
    cache: { ttl: 10, store, bus, snapshot: 'snapshot', integrityKey: secret },
    // Not a folder, so that the snapshot fails.
    root: '/dev/null',
    systemPrompts: {
      it: { provider: 'scripted', config: { token: secret } },
      other: { provider: 'scripted', config: { auth: { token: secret }, id: 'other' }, fallback: 'Hi' },
    },
  };
  await using fleet = new Fleet('You are a text.', options);
  fleet.provider.answer = `A text with ${secret}.`;
  const quota = { limit: 9, remaining: 7, resetAt: 1 };
  const provider = Object.assign(fleet.provider, { quota: () => quota });
  const prompts = await fleet.start({ providers: [provider] });
  await fleet.within(1000, prompts.get('it'));
  fleet.provider.answer = new PromptError('UNAVAILABLE', `down: ${secret}`);
  store.answer = 'fails';
  bus.isCut = true;
  await fleet.clock.advance(20_000);
  for (let read = 0; read < 3; read += 1) {
    await fleet.within(2000, prompts.get('it'));
    await fleet.within(2000, prompts.get('other'));
  }
  await prompts.refresh();
  await settled();
  const status = prompts.status();
  const text = toPrometheus(status);
  expect(text + JSON.stringify(status)).not.toContain(secret);
  expect(text).not.toContain('A text');
  const findValue = (metric: string, wanted: object) =>
    parseUnique(text).find(
      ({ name, labels }) => name === `prompts_${metric}` && JSON.stringify(labels) === JSON.stringify(wanted),
    )?.value;
  expect(findValue('ready', {})).toBe(1);
  expect(findValue('prompt_state', { prompt: 'it', state: 'stale' })).toBe(1);
  expect(findValue('prompt_state', { prompt: 'other', state: 'fallback' })).toBe(1);
  const [it] = status.prompts;
  expect(findValue('prompt_stale_since_timestamp_seconds', { prompt: 'it' })).toBeCloseTo(
    (it?.staleSince as number) / 1000,
    3,
  );
  expect(findValue('source_up', { provider: 'scripted', source: '0' })).toBe(0);
  expect(findValue('source_quota_remaining', { provider: 'scripted', source: '0' })).toBe(7);
  expect(['store', 'bus', 'snapshot'].map((tier) => findValue('tier_up', { tier }))).toEqual([0, 1, 0]);
  expect(status).toMatchObject({
    ready: true,
    store: { state: 'failing', failingSince: expect.any(Number) },
    bus: { state: 'ok' },
    snapshot: { state: 'failing', failingSince: expect.any(Number) },
  });
  expect(status.sources[0]).toMatchObject({ failingSince: expect.any(Number), nextTry: expect.any(Number), quota });
});

it('formats the status of an app without prompts', async () => {
  await using prompts = await createPrompts({ systemPrompts: {}, providers: [new ScriptedProvider('x')] });
  expect(parseUnique(toPrometheus(prompts.status()))).toEqual([{ name: 'prompts_ready', labels: {}, value: 1 }]);
  expect(prompts.status()).toEqual({ ready: true, prompts: [], sources: [] });
});
