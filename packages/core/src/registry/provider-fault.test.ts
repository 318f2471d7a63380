import { expect, it } from 'vitest';
import { createPrompts, type PromptProvider } from '../node/index.ts';

const load = async () => ({ content: 'a text' });

async function captureIssue(provider: unknown) {
  const systemPrompts = { it: { provider: 'acme', config: {} } };
  try {
    await using prompts = await createPrompts({ systemPrompts, providers: [provider as PromptProvider] });
    return (await prompts.get('it')).content;
  } catch (error) {
    return (error as { issues: { path: string; message: string }[] }).issues[0];
  }
}

it.each<[string, unknown, RegExp]>([
  ['a factory', () => ({ name: 'acme', load }), /^is a factory, not a provider: call it/],
  ['a class', class {}, /^is a class, not a provider: create an instance/],
  ['a promise', Promise.resolve({ name: 'acme', load }), /^is a promise, not a provider: await it/],
  ['null', null, /it needs name and load/],
  ['a module', { acme: () => ({ name: 'acme', load }) }, /it needs name and load/],
  ['an empty name', { name: '', load }, /it needs name and load/],
  ['a method that is not a function', { name: 'acme', load, loadMany: {} }, /^loadMany must be a function/],
  ['a close that is not a function', { name: 'acme', load, close: true }, /^close must be a function/],
  [
    'a schema of another library',
    { name: 'acme', load, configSchema: { parse() {} } },
    /^configSchema must be a Standard/,
  ],
  [
    'a function as collectionSchema',
    { name: 'acme', load, collectionSchema() {} },
    /^collectionSchema must be a Standard/,
  ],
])('a provider that is, or has, %s is reported', async (_, provider, fault) => {
  expect(await captureIssue(provider)).toMatchObject({ path: 'providers.0', message: expect.stringMatching(fault) });
});

it('a provider may be an instance of a class, and omit methods with undefined', async () => {
  class Acme {
    readonly name = 'acme';
    readonly list = undefined;
    readonly configSchema = undefined;
    readonly load = load;
  }
  expect(await captureIssue(new Acme())).toBe('a text');
});
