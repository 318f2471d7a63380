import { createPrompts } from '@prompts/core';
import { describe, expect, it } from 'vitest';
import { context, startProvider } from '../test-support/start-provider.ts';

const files = {
  'prompts/python.md': 'Python\n',
  'prompts/security/XSS.prompt.md': 'XSS\n',
  'prompts/.draft.md': 'draft\n',
  'prompts/notes.txt': 'notes\n',
  'prompts/link.md': { symlink: '../elsewhere.md' },
  'prompts/dangling.md': { symlink: 'nowhere.md' },
  'prompts/sub': { submodule: 'a'.repeat(40) },
  'prompts/picture.md': Uint8Array.of(0xff, 0xd8, 0),
  'elsewhere.md': 'elsewhere\n',
  linked: { symlink: 'prompts' },
};

describe('list', () => {
  it('names the matching files by their path below the folder, without extension, and includes their texts', async () => {
    await using started = await startProvider(files);
    const listing = await started.provider.list(started.config('prompts/**/*.md'), context);
    expect(listing.map(({ name, config: { path }, template }) => [name, path, template?.content])).toEqual([
      ['link', 'prompts/link.md', 'elsewhere\n'],
      // Loading it reports what is wrong with it.
      ['picture', 'prompts/picture.md', undefined],
      ['python', 'prompts/python.md', 'Python\n'],
      ['security/XSS.prompt', 'prompts/security/XSS.prompt.md', 'XSS\n'],
    ]);
    for (const { version, template } of listing) if (template) expect(version).toBe(template.version);
    const all = await started.provider.list(started.config('prompts'), context);
    expect(all.map(({ name, extension }) => name + extension)).toEqual(
      expect.arrayContaining(['notes.txt', 'security/XSS.prompt.md']),
    );
    expect(await started.provider.list(started.config('prompts/*.none'), context)).toEqual([]);
  });

  it.each([
    ['promts/*.md', 'NOT_FOUND', "'promts' in company/ai-prompts does not exist"],
    ['Prompts', 'NOT_FOUND', "but 'prompts' does: paths are case-sensitive"],
    [
      'linked',
      'NOT_FOUND',
      "'linked' in company/ai-prompts is a symbolic link to a folder, which is not followed: write 'prompts'",
    ],
    ['linked/security/*.md', 'NOT_FOUND', "write 'prompts/security' instead of 'linked/security'"],
    ['prompts/python.md', 'CONFIG_INVALID', 'is a file: a collection needs a folder or a glob'],
  ])('fails for %s, which is not a folder', async (path, code, message) => {
    await using started = await startProvider(files);
    await expect(started.provider.list(started.config(path), context)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });

  it('returns the previous listing if nothing changed, and only versions otherwise', async () => {
    await using started = await startProvider(files);
    const { repository, provider, config, calls } = started;
    const first = await provider.list(config('prompts/*.md'), context);
    expect(await provider.list(config('prompts/*.md'), { ...context, previousList: first })).toBe(first);
    repository.commit({ 'elsewhere.md': 'changed\n', 'prompts/python.md': null });
    const before = calls().length;
    const next = await provider.list(config('prompts/*.md'), { ...context, previousList: first });
    expect(calls().slice(before)).toHaveLength(1);
    expect(next.map(({ name }) => name)).toEqual(['link', 'picture']);
    expect(next.every(({ template }) => template === undefined)).toBe(true);
    expect(next[0]?.version).not.toBe(first[0]?.version);
  });

  it('lets core name files that differ in their extension alone', async () => {
    await using started = await startProvider({
      'prompts/review.md': 'M\n',
      'prompts/review.txt': 'T\n',
      'prompts/.env': 'E\n',
    });
    await using prompts = await createPrompts({
      systemPrompts: { 'team/*': { provider: 'github', config: started.config('prompts'), required: true } },
      providers: [started.provider],
    });
    expect(prompts.list().map(({ name }) => name)).toEqual(['team/review.md', 'team/review.txt']);
    expect((await prompts.get('team/review.txt')).content).toBe('T\n');
  });
});
