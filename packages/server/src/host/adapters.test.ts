import { createPrompts, PromptError, type PromptRequest, type Prompts } from '@prompts/core';
import { fakeClock } from '@prompts/core/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { asPromptRecord, bindPromptManager, type HostTemplate, resolveSystemPrompts } from '../index.ts';
import { scriptedProvider } from '../test-support/serve.ts';

const { provider, texts } = scriptedProvider();
const open: Prompts[] = [];
afterEach(async () => {
  for (const prompts of open.splice(0)) await prompts.close();
  texts.clear();
  vi.restoreAllMocks();
});

const entry = (id: string, options: object = {}) => ({ provider: 'scripted', config: { id }, ...options });

async function load(systemPrompts: Record<string, ReturnType<typeof entry>>, clock = fakeClock()): Promise<Prompts> {
  const prompts: Prompts = await createPrompts({ systemPrompts, providers: [provider], clock, logger: false });
  open.push(prompts);
  await Promise.allSettled(Object.keys(systemPrompts).map((name) => prompts.get(name)));
  return prompts;
}

/** A prompt manager as the existing hosts have one. */
function createManager() {
  const templates = new Map<string, HostTemplate>();
  const textOf = (id: string) => templates.get(id)?.systemPrompt;
  return { templates, textOf, registerPrompt: (template: HostTemplate) => void templates.set(template.id, template) };
}

describe('resolveSystemPrompts', () => {
  it('passes texts and files on as they are, and replaces entries with a provider by their text', async () => {
    texts.set('it', '---\nname: Review\ncategory: code\n---\nReview {{language}}, {{ language }} and \\{{this}}.');
    const own = { text: 'Hello {name}', file: { file: './x.md', apiKey: 'kept' }, db: { db: { table: 't' } } };
    const metadata = { description: 'D', secretNote: 'S' };
    const resolved = await resolveSystemPrompts({
      systemPrompts: { ...own, it: entry('it', { metadata, config: { id: 'it', token: 'the-token' } }) },
      providers: [provider],
    });
    expect(resolved).toStrictEqual({
      ...own,
      it: {
        content: 'Review {language}, {language} and {{this}}.',
        name: 'Review',
        description: 'D',
        category: 'code',
        variables: ['language'],
        version: undefined,
      },
    });
    expect(resolved.file).toBe(own.file);
    expect(JSON.stringify(resolved)).not.toMatch(/the-token|secretNote/);
  });

  it.each(['{{user.name}}', '{{größe}}', '{{$x}}'])('refuses %s, which a host can not fill in', async (text) => {
    texts.set('it', text);
    const resolving = resolveSystemPrompts({ systemPrompts: { it: entry('it') }, providers: [provider] });
    await expect(resolving).rejects.toMatchObject({ code: 'CONFIG_INVALID', prompt: 'it' });
  });

  it('leaves out what can not be loaded, and takes a fallback', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const systemPrompts = { gone: entry('gone'), fallback: entry('gone', { fallback: 'F {{x}}' }) };
    const resolved = await resolveSystemPrompts({ systemPrompts, providers: [provider] });
    expect(Object.keys(resolved)).toEqual(['fallback']);
    expect(resolved.fallback).toMatchObject({ content: 'F {x}' });
    expect(warn.mock.calls.join('\n')).toContain("'gone'");
    await expect(
      resolveSystemPrompts({ systemPrompts: { gone: entry('gone', { required: true }) }, providers: [provider] }),
    ).rejects.toThrow(PromptError);
  });

  it('resolves the members of a collection', async () => {
    const list = async () => ['a', 'b'].map((name) => ({ name, config: { id: name } }));
    texts.set('a', 'A').set('b', 'B');
    const resolved = await resolveSystemPrompts({
      systemPrompts: { 'team/*': entry('team') },
      providers: [{ ...provider, list }],
    });
    expect(Object.keys(resolved)).toEqual(['team/a', 'team/b']);
  });
});

describe('bindPromptManager', () => {
  it('registers what is loaded, and each change, until it is unbound', async () => {
    texts.set('it', 'one {{x}}');
    const prompts = await load({ it: entry('it') });
    const manager = createManager();
    const unbind = bindPromptManager(prompts, manager);
    expect(manager.templates.get('it')).toEqual({
      id: 'it',
      name: 'it',
      description: 'Custom prompt: it',
      systemPrompt: 'one {x}',
      variables: ['x'],
      category: 'custom',
    });
    texts.set('it', 'two');
    await prompts.refresh('it');
    expect(manager.textOf('it')).toBe('two');
    unbind();
    texts.set('it', 'three');
    await prompts.refresh('it');
    expect(manager.textOf('it')).toBe('two');
  });

  it('keeps the last good text when the source fails, or when the host can not fill in the new one', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    texts.set('it', 'good');
    const prompts = await load({ it: entry('it', { fallback: 'F', cache: { staleIfError: 0 } }) });
    const manager = createManager();
    bindPromptManager(prompts, manager);
    texts.set('it', '{{user.name}}');
    await prompts.refresh('it');
    expect(manager.textOf('it')).toBe('good');
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('user.name'));
    texts.set('it', new Error('down'));
    await prompts.refresh('it');
    expect(manager.textOf('it')).toBe('good');
  });

  it('registers a fallback if there was never a text, and then the text', async () => {
    const prompts = await load({ it: entry('it', { fallback: 'F' }) });
    const manager = createManager();
    bindPromptManager(prompts, manager);
    expect(manager.textOf('it')).toBe('F');
    texts.set('it', 'text');
    await prompts.refresh('it');
    expect(manager.textOf('it')).toBe('text');
  });

  it('fetches a prompt again after its TTL, although the host does not ask', async () => {
    const clock = fakeClock();
    texts.set('it', 'one');
    const prompts = await load({ it: entry('it', { cache: { ttl: 60 } }) }, clock);
    const manager = createManager();
    bindPromptManager(prompts, manager, { clock });
    texts.set('it', 'two');
    await clock.advance(59_000);
    expect(manager.textOf('it')).toBe('one');
    await clock.advance(6000);
    await clock.advance(1);
    expect(manager.textOf('it')).toBe('two');
  });

  it('reports a text that the host can not take once, not at every check', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const clock = fakeClock();
    texts.set('it', '{{user.name}}');
    const prompts = await load({ it: entry('it', { cache: { ttl: 1 } }) }, clock);
    bindPromptManager(prompts, createManager(), { clock });
    texts.set('it', new Error('down'));
    for (let count = 0; count < 5; count += 1) await clock.advance(5000);
    expect(prompts.peek('it')?.state).toBe('stale');
    expect(warn).toHaveBeenCalledOnce();
  });

  it('registers what a hook answers with under the name that is read', async () => {
    texts.set('target', 'one');
    const redirect = {
      name: 'redirect',
      before: ({ name, ...request }: PromptRequest) => ({ ...request, name: name === 'it' ? 'target' : name }),
    };
    const systemPrompts = { it: 'text', target: entry('target') };
    const prompts = await createPrompts({ systemPrompts, providers: [provider], hooks: [redirect], logger: false });
    open.push(prompts);
    const manager = createManager();
    bindPromptManager(prompts, manager);
    expect(manager.textOf('it')).toBe('one');
    texts.set('target', 'two');
    await prompts.refresh();
    expect([manager.textOf('it'), manager.textOf('target')]).toEqual(['two', 'two']);
  });

  it('ends when the prompts are closed', async () => {
    const clock = fakeClock();
    texts.set('it', 'one');
    const prompts = await load({ it: entry('it') }, clock);
    bindPromptManager(prompts, createManager(), { clock });
    await prompts.close();
    await clock.advance(10_000);
    expect(clock.pending).toBe(0);
  });
});

describe('asPromptRecord', () => {
  it('holds the current texts by names in lower case, and has no prototype', async () => {
    texts.set('a', 'A {{x}}');
    const prompts = await load({ 'Code-Review': entry('a'), later: entry('b') });
    const record = asPromptRecord(prompts);
    expect(Object.getPrototypeOf(record)).toBeNull();
    expect({ ...record }).toEqual({ 'code-review': 'A {x}' });
    texts.set('a', 'new').set('b', 'B');
    await prompts.refresh();
    expect({ ...record }).toEqual({ 'code-review': 'new', later: 'B' });
    expect('constructor' in record).toBe(false);
  });

  it('reports a name that differs from another one only in case', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const prompts = await load({ Review: entry('a'), review: entry('b') });
    texts.set('a', 'A').set('b', 'B');
    await prompts.refresh();
    expect({ ...asPromptRecord(prompts) }).toEqual({ review: 'A' });
    expect(warn.mock.calls.flat()).toEqual([expect.stringMatching(/'review'.*'Review' only in case/)]);
  });
});
