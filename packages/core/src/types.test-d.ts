import type { StandardSchemaV1 } from '@standard-schema/spec';
import {
  type CreatePromptsOptions,
  createPrompts,
  definePrompts,
  type Entry,
  type Prompt,
  type PromptError,
  type PromptName,
  type PromptProvider,
  type Prompts,
  type PromptsOf,
  type RefreshName,
  type VariablesSchema,
} from './index.ts';
import { fakePrompts } from './testing/index.ts';

declare module './provider/provider.ts' {
  interface ProviderConfigs {
    typed: { readonly repo: string; readonly depth?: number };
    either: { readonly list: readonly (string | number)[] } | { readonly prefix?: string };
    optional: { readonly prefix?: string };
  }
  interface ProviderOptions {
    typed: { readonly baseUrl?: string };
  }
}

type Equal<One, Other> = (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false;
function expectType<Expected>(_value: Expected): void {}
const expectTrue = <_Given extends true>() => {};

const prompts = await createPrompts({
  systemPrompts: {
    greeting: 'Hello',
    file: { file: 'a.md', cache: { ttl: 5 } },
    content: { content: 'x', syntax: 'brace' },
    typed: { provider: 'typed', config: { repo: 'a/b' }, metadata: { any: ['thing'] } },
    free: { provider: 'unknown', config: { any: { thing: [1] } } },
    'reviews/*': { provider: 'typed', config: { repo: 'a/b', depth: 1 } },
  },
});

// A literal that is not configured is an error.
expectType<Promise<Prompt>>(prompts.get('greeting'));
expectType<Prompt | undefined>(prompts.peek('file'));
expectType<Promise<string>>(prompts.render('content', { a: 1 }, { missing: 'keep' }));
void prompts.refresh('typed');
void prompts.refresh();
// @ts-expect-error unknown prompt
void prompts.get('greetng');
// @ts-expect-error unknown prompt
void prompts.peek('greetng');
// @ts-expect-error unknown prompt
void prompts.render('greetng');
// @ts-expect-error unknown prompt
void prompts.refresh('greetng');

// Members of a collection, and names known only at run time.
void prompts.get('reviews/python');
void prompts.get(`reviews/${String(Math.random())}`);
void prompts.refresh('reviews/*');
declare const name: string;
void prompts.get(name);
void prompts.peek(name);
void prompts.render(name);
void prompts.refresh(name);
// @ts-expect-error outside the collection
void prompts.get('review/python');

// Requests and events.
void prompts.get('greeting', { context: { user: 'ada' }, signal: new AbortController().signal });
// @ts-expect-error unknown option
void prompts.get('greeting', { contxt: {} });
// @ts-expect-error unknown policy
void prompts.render('greeting', {}, { missing: 'ignore' });
expectType<() => void>(prompts.on('change', ({ previous }) => expectType<Prompt | undefined>(previous)));
prompts.on('error', ({ error }) => expectType<PromptError>(error));
// @ts-expect-error unknown event
prompts.on('chnge', () => {});

// A prompt is read-only.
const prompt = await prompts.get('greeting');
// @ts-expect-error a read-only property
prompt.content = 'x';
// @ts-expect-error a property of read-only metadata
prompt.metadata.a = 1;

// A misspelled key of an entry is an error in every form.
// @ts-expect-error unknown key
void createPrompts({ systemPrompts: { it: { content: 'x', fallbak: 'y' } } });
// @ts-expect-error unknown key
void createPrompts({ systemPrompts: { it: { file: 'x', fallbak: 'y' } } });
// @ts-expect-error unknown key
void createPrompts({ systemPrompts: { it: { provider: 'unknown', config: {}, fallbak: 'y' } } });
// @ts-expect-error unknown key
void createPrompts({ systemPrompts: { it: { provider: 'typed', config: { repo: 'a/b' }, fallbak: 'y' } } });
// @ts-expect-error unknown key
void createPrompts({ systemPrompts: { it: { db: {}, fallbak: 'y' } } });
// @ts-expect-error not an object
void createPrompts({ systemPrompts: { it: { db: 'x' } } });
// @ts-expect-error two forms
void createPrompts({ systemPrompts: { it: { db: {}, provider: 'db', config: {} } } });
// @ts-expect-error two forms
void createPrompts({ systemPrompts: { it: { db: {}, content: 'x' } } });
// @ts-expect-error two forms
void createPrompts({ systemPrompts: { it: { content: 'x', file: 'y' } } });
// @ts-expect-error no form of entry
void createPrompts({ systemPrompts: { it: { fallback: 'y' } } });
// @ts-expect-error not an entry
void createPrompts({ systemPrompts: { it: 5 } });
// @ts-expect-error not a number of seconds
void createPrompts({ systemPrompts: { it: { content: 'x', cache: { ttl: '5' } } } });
// @ts-expect-error unknown syntax
void createPrompts({ systemPrompts: { it: { content: 'x', syntax: 'jinja' } } });
// @ts-expect-error unknown option
void createPrompts({ systemPrompts: { it: 'x' }, preloadd: true });

// The config of a known provider is checked. Any other config is accepted.
// @ts-expect-error misspelled key
void createPrompts({ systemPrompts: { it: { provider: 'typed', config: { repo: 'a/b', dept: 1 } } } });
// @ts-expect-error missing key
void createPrompts({ systemPrompts: { it: { provider: 'typed', config: {} } } });
// @ts-expect-error wrong type
void createPrompts({ systemPrompts: { it: { provider: 'typed', config: { repo: 5 } } } });
void createPrompts({ systemPrompts: { it: { provider: 'either', config: { list: [1, 'two'] } } } });
// @ts-expect-error wrong type of items
void createPrompts({ systemPrompts: { it: { provider: 'either', config: { list: [true] } } } });
// @ts-expect-error not a list, although the other member of the union does not need one
void createPrompts({ systemPrompts: { it: { provider: 'either', config: { list: 5 } } } });
// @ts-expect-error missing config
void createPrompts({ systemPrompts: { it: { provider: 'unknown' } } });
// @ts-expect-error one invalid entry among valid ones
void createPrompts({ systemPrompts: { valid: 'x', it: { provider: 'typed', config: { rep: 'a/b' } } } });

// Entries defined in another module keep their names and are checked.
const entries = definePrompts({ one: 'x', 'all/*': { provider: 'typed', config: { repo: 'a/b' } } });
expectTrue<Equal<PromptName<typeof entries>, 'one' | `all/${string}`>>();
expectTrue<Equal<RefreshName<typeof entries>, 'one' | 'all/*' | `all/${string}`>>();
const defined = await createPrompts({ systemPrompts: entries });
void defined.get('one');
void defined.get('all/x');
// @ts-expect-error unknown prompt
void defined.get('two');
// @ts-expect-error misspelled key
definePrompts({ it: { provider: 'typed', config: { rep: 'a/b' } } });

// Entries with arbitrary names.
declare const unknownEntries: Record<string, string>;
const dynamic = await createPrompts({ systemPrompts: unknownEntries });
void dynamic.get('anything');

// `name` and `load` are enough for a provider; `await using` works.
const minimal: PromptProvider<{ id: string }> = { name: 'minimal', load: async ({ id }) => ({ content: id }) };
await using _closing = await createPrompts({ systemPrompts: {}, providers: [minimal] });
// @ts-expect-error a template needs content
const _wrong: PromptProvider = { name: 'wrong', load: async () => ({ text: 'x' }) };

// Entries whose names are known only at run time, and code that wraps `createPrompts`.
declare const fromElsewhere: Record<string, Entry>;
declare const someEntry: Entry;
declare const given: CreatePromptsOptions;
await createPrompts({ systemPrompts: fromElsewhere });
await createPrompts({ systemPrompts: { ...fromElsewhere, greeting: 'Hello' } });
await createPrompts({ systemPrompts: { someEntry } });
await (await createPrompts(given)).get('anything' as string);

interface AcmeConfig {
  readonly id: string;
}
declare const acme: AcmeConfig;
await createPrompts({ systemPrompts: { it: { provider: 'acme', config: acme } } });

// The variables of a literal text are known.
declare const dev: boolean;
declare const environment: string | undefined;
declare const schema: VariablesSchema & StandardSchemaV1<{ age: number; tone?: string }, object>;
const typed = await createPrompts({
  systemPrompts: {
    greeting: 'Hello {{name}}, {{user.first}}.',
    plain: 'Hello',
    content: { content: 'Dear {{name}}' },
    brace: { content: 'Dear {name}, {{x}}', syntax: 'brace' },
    matter: { content: '---\ntitle: {{x}}\n---\n', frontMatter: true },
    composed: '{{> tone}} {{name}}',
    interpolated: `You are ${environment}.`,
    checked: { file: 'a.md', variables: schema },
    either: dev ? '{{a}}' : { content: '{{b}}' },
    source: dev ? { file: './x.md' } : { provider: 'typed', config: { repo: 'a/b' } },
    'team/*': { file: 'team', variables: schema },
  },
});
interface Greeting {
  name: string;
  user: { first: string };
}
declare const greeting: Greeting;
void typed.render('greeting', { name: 'Ada', user: { first: 'A' } });
void typed.render('greeting', greeting);
void typed.render('plain');
void typed.render('content', { name: new Date() });
void typed.render('brace', { any: 1 });
void typed.render('matter', { any: 1 });
void typed.render('composed', { name: 'x', mood: 'y' });
void typed.render('composed', greeting);
void typed.render('interpolated');
void typed.render('checked', { age: 5 });
void typed.render('either', { a: 1, b: 2 });
void typed.render('source', greeting);
void typed.render('team/python', { age: 5, tone: 'x' });
void typed.render(name, greeting);
void typed.render(`team/${name}`, { age: 5 });
(await typed.get('greeting')).render(greeting);
typed.peek('plain')?.render();
// @ts-expect-error missing variables
void typed.render('greeting');
// @ts-expect-error missing variable
void typed.render('greeting', { name: 'Ada' });
// @ts-expect-error missing nested variable
void typed.render('greeting', { name: 'Ada', user: {} });
// @ts-expect-error unknown variable
void typed.render('greeting', { name: 'Ada', user: { first: 'A' }, other: 1 });
// @ts-expect-error unknown variable
void typed.render('plain', { other: 1 });
// @ts-expect-error undefined is missing
void typed.render('content', { name: environment });
// @ts-expect-error missing, though there is an include
void typed.render('composed', { mood: 'y' });
// @ts-expect-error both texts are possible
void typed.render('either', { a: 1 });
// @ts-expect-error wrong type
void typed.render('checked', { age: '5' });
// @ts-expect-error wrong type in a collection
void typed.render('team/python', { age: '5' });
// @ts-expect-error missing variables
(await typed.get('greeting')).render();

// Placeholders may be kept; what a schema requires is required always.
void typed.render('greeting', {}, { missing: 'keep' });
void typed.render('greeting', { user: {} }, { missing: 'empty' });
void typed.render('content', { name: environment }, { missing: 'empty' });
(await typed.get('greeting')).render({ name: 'Ada' }, { missing: 'keep' });
// @ts-expect-error unknown variable
void typed.render('content', { other: 1 }, { missing: 'keep' });
// @ts-expect-error missing
void typed.render('content', {}, { missing: 'error' });
// @ts-expect-error required by the schema
void typed.render('checked', {}, { missing: 'keep' });

// Code that knows nothing of these names and variables accepts them, also inside of other types.
interface Holder<Names extends string = string, Configured extends string = Names> {
  readonly prompts: Prompts<Names, Configured>;
}
declare const holder: Holder<'it' | `team/${string}`, 'it' | 'team/*'>;
expectType<Prompts>(typed);
expectType<Prompts<'greeting' | 'plain'>>(typed);
expectType<Holder>({ prompts: typed });
expectType<Holder>(holder);
expectType<Prompt>(await typed.get('greeting'));

// The type of the prompts of a config, for which a fake can stand in.
const config = { systemPrompts: { greeting: 'Hello {{name}}', 'team/*': { file: 'team' } }, logger: false } as const;
const ofConfig: PromptsOf<typeof config> = await createPrompts(config);
void ofConfig.render('greeting', { name: 'Ada' });
void ofConfig.refresh('team/*');
// @ts-expect-error unknown prompt
void ofConfig.get('greetng');
// @ts-expect-error missing variable
void ofConfig.render('greeting', {});
expectType<PromptsOf<typeof config>>(fakePrompts({ greeting: 'Hello {{name}}', 'team/python': 'Hi' }));
// @ts-expect-error missing variable
void fakePrompts({ greeting: 'Hello {{name}}' }).render('greeting');

// `undefined` is as good as omitted.
await createPrompts({
  systemPrompts: {
    it: {
      content: 'x',
      fallback: environment,
      cache: undefined,
      metadata: undefined,
      webhooks: undefined,
      required: undefined,
      syntax: undefined,
      strict: undefined,
      frontMatter: undefined,
      variables: undefined,
    },
  },
  providers: undefined,
  providerOptions: undefined,
  cache: undefined,
  root: undefined,
  discover: undefined,
  watchFiles: undefined,
  templates: undefined,
  hooks: undefined,
  preload: undefined,
  logger: undefined,
  waitUntil: undefined,
  clock: undefined,
});

// The options of known providers are checked.
await createPrompts({ systemPrompts: {}, providerOptions: { typed: { baseUrl: 'x' }, unknown: { any: 1 } } });
// @ts-expect-error misspelled key
await createPrompts({ systemPrompts: {}, providerOptions: { typed: { baseURL: 'x' } } });

// A config of which everything is optional may be omitted.
await createPrompts({ systemPrompts: { it: { provider: 'optional' } } });
// @ts-expect-error missing config
await createPrompts({ systemPrompts: { it: { provider: 'typed' } } });
