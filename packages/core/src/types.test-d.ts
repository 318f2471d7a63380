import {
  type CreatePromptsOptions,
  createPrompts,
  definePrompts,
  type Entry,
  type Prompt,
  type PromptError,
  type PromptName,
  type PromptProvider,
  type RefreshName,
} from './index.ts';

declare module './provider/provider.ts' {
  interface ProviderConfigs {
    typed: { readonly repo: string; readonly depth?: number };
    either: { readonly list: readonly (string | number)[] } | { readonly prefix?: string };
  }
}

type Equal<One, Other> = (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false;
function expectType<Expected>(_value: Expected): void {}
const isTrue = <_Given extends true>() => {};

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
// @ts-expect-error no such prompt
void prompts.get('greetng');
// @ts-expect-error no such prompt
void prompts.peek('greetng');
// @ts-expect-error no such prompt
void prompts.render('greetng');
// @ts-expect-error no such prompt
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
// @ts-expect-error outside of the collection
void prompts.get('review/python');

// Requests and events.
void prompts.get('greeting', { context: { user: 'ada' }, signal: new AbortController().signal });
// @ts-expect-error no such option
void prompts.get('greeting', { contxt: {} });
// @ts-expect-error no such policy
void prompts.render('greeting', {}, { missing: 'ignore' });
expectType<() => void>(prompts.on('change', ({ previous }) => expectType<Prompt | undefined>(previous)));
prompts.on('error', ({ error }) => expectType<PromptError>(error));
// @ts-expect-error no such event
prompts.on('chnge', () => {});

// What a prompt is made of can't be changed.
const prompt = await prompts.get('greeting');
// @ts-expect-error read-only
prompt.content = 'x';
// @ts-expect-error read-only
prompt.metadata.a = 1;

// Each misspelt key of an entry is an error, whatever its form.
// @ts-expect-error no such key
void createPrompts({ systemPrompts: { it: { content: 'x', fallbak: 'y' } } });
// @ts-expect-error no such key
void createPrompts({ systemPrompts: { it: { file: 'x', fallbak: 'y' } } });
// @ts-expect-error no such key
void createPrompts({ systemPrompts: { it: { provider: 'unknown', config: {}, fallbak: 'y' } } });
// @ts-expect-error no such key
void createPrompts({ systemPrompts: { it: { provider: 'typed', config: { repo: 'a/b' }, fallbak: 'y' } } });
// @ts-expect-error no such key
void createPrompts({ systemPrompts: { it: { db: {}, fallbak: 'y' } } });
// @ts-expect-error no object
void createPrompts({ systemPrompts: { it: { db: 'x' } } });
// @ts-expect-error one form only
void createPrompts({ systemPrompts: { it: { db: {}, provider: 'db', config: {} } } });
// @ts-expect-error one form only
void createPrompts({ systemPrompts: { it: { db: {}, content: 'x' } } });
// @ts-expect-error one form only
void createPrompts({ systemPrompts: { it: { content: 'x', file: 'y' } } });
// @ts-expect-error no form
void createPrompts({ systemPrompts: { it: { fallback: 'y' } } });
// @ts-expect-error no entry
void createPrompts({ systemPrompts: { it: 5 } });
// @ts-expect-error seconds are a number
void createPrompts({ systemPrompts: { it: { content: 'x', cache: { ttl: '5' } } } });
// @ts-expect-error no such syntax
void createPrompts({ systemPrompts: { it: { content: 'x', syntax: 'jinja' } } });
// @ts-expect-error no such option
void createPrompts({ systemPrompts: { it: 'x' }, preloadd: true });

// The config of a known provider is checked, of any other it is free.
// @ts-expect-error misspelt
void createPrompts({ systemPrompts: { it: { provider: 'typed', config: { repo: 'a/b', dept: 1 } } } });
// @ts-expect-error missing
void createPrompts({ systemPrompts: { it: { provider: 'typed', config: {} } } });
// @ts-expect-error of another type
void createPrompts({ systemPrompts: { it: { provider: 'typed', config: { repo: 5 } } } });
void createPrompts({ systemPrompts: { it: { provider: 'either', config: { list: [1, 'two'] } } } });
// @ts-expect-error a list of others
void createPrompts({ systemPrompts: { it: { provider: 'either', config: { list: [true] } } } });
// @ts-expect-error no list, though the other kind of config needs none
void createPrompts({ systemPrompts: { it: { provider: 'either', config: { list: 5 } } } });
// @ts-expect-error there must be one
void createPrompts({ systemPrompts: { it: { provider: 'unknown' } } });
// @ts-expect-error one wrong entry among right ones
void createPrompts({ systemPrompts: { right: 'x', it: { provider: 'typed', config: { rep: 'a/b' } } } });

// Entries written elsewhere keep their names and their checks.
const entries = definePrompts({ one: 'x', 'all/*': { provider: 'typed', config: { repo: 'a/b' } } });
isTrue<Equal<PromptName<typeof entries>, 'one' | `all/${string}`>>();
isTrue<Equal<RefreshName<typeof entries>, 'one' | 'all/*' | `all/${string}`>>();
const defined = await createPrompts({ systemPrompts: entries });
void defined.get('one');
void defined.get('all/x');
// @ts-expect-error no such prompt
void defined.get('two');
// @ts-expect-error misspelt
definePrompts({ it: { provider: 'typed', config: { rep: 'a/b' } } });

// Entries that come from anywhere.
declare const anywhere: Record<string, string>;
const dynamic = await createPrompts({ systemPrompts: anywhere });
void dynamic.get('anything');

// A provider of two members is a provider; `using` works.
const minimal: PromptProvider<{ id: string }> = { name: 'minimal', load: async ({ id }) => ({ content: id }) };
await using _closing = await createPrompts({ systemPrompts: {}, providers: [minimal] });
// @ts-expect-error a template needs content
const _wrong: PromptProvider = { name: 'wrong', load: async () => ({ text: 'x' }) };

// Entries whose names are only known at run time, and code that wraps `createPrompts`.
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
