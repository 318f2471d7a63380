import type { HookEntry } from '@prompts/core';
import { describe, expect, it } from 'vitest';
import { settled } from '../../core/src/testing/settled.ts';
import { onDesk, serve } from './test-support/serve.ts';

describe('mayInclude', () => {
  const entries = {
    page: { ...onDesk('page'), metadata: { team: 'red' } },
    tone: { content: 'kind', metadata: { team: 'red' } },
    secret: { content: 'x{{$b}}y{{/b}}' },
  };

  it('is asked with the entry that includes and the name, also for layers, blocks and what is not used', async () => {
    const asked: string[][] = [];
    const mayInclude = ({ name, provider, metadata }: HookEntry, part: string) => {
      asked.push([name, provider, String(metadata.team), part]);
      return part !== 'secret';
    };
    for (const text of [
      '{{> secret}}',
      '{{< secret}}{{/secret}}',
      '{{< tone}}{{$unused}}{{> secret}}{{/unused}}{{/tone}}',
    ]) {
      await using served = await serve({ texts: { page: `{{> tone}}\n${text}` }, entries, options: { mayInclude } });
      await expect(served.prompts.get('page')).rejects.toMatchObject({
        code: 'FORBIDDEN',
        prompt: 'page',
        message: expect.stringMatching(/line 2: .*'page' may not include 'secret'/),
      });
    }
    expect(asked).toContainEqual(['page', 'desk', 'red', 'tone']);
  });

  it('is asked of each prompt about its own includes', async () => {
    const options = { mayInclude: ({ name }: HookEntry, part: string) => part !== 'secret' || name === 'tone' };
    await using served = await serve({ entries: { page: '{{> tone}}', tone: '{{> secret}}', secret: 'x' }, options });
    expect((await served.prompts.get('page')).content).toBe('x');
  });

  it('is not evaded by a layer on a text that was refused, even if its version stayed the same', async () => {
    const write = (content: string) => ({ content, version: '1' });
    const page = '{{< base}}{{$b}}mine{{/b}}{{/base}}';
    const options = { mayInclude: (_: HookEntry, part: string) => part !== 'secret' };
    await using served = await serve({ texts: { base: write('a {{$b}}{{/b}}'), page, secret: 'x' }, options });
    await served.prompts.refresh();
    served.desk.texts.set('base', write('{{> secret}} {{$b}}{{/b}}'));
    await served.prompts.refresh();
    expect(served.prompts.peek('page')).toMatchObject({ content: 'a mine', state: 'stale' });
  });

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('no team');
      },
    ],
    ['returns nothing', () => undefined],
    ['returns a promise', async () => true],
    [
      'returns a promise that rejects',
      async () => {
        throw new Error('no team');
      },
    ],
    ['returns a number', () => 1],
  ])('refuses if it %s', async (_, mayInclude) => {
    await using served = await serve({ texts: { page: '{{> tone}}' }, entries, options: { mayInclude } as never });
    await expect(served.prompts.get('page')).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await settled();
  });
});
