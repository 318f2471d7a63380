import { expect, it } from 'vitest';
import { composeReport } from './compose-report.ts';
import { onDesk, serve } from './test-support/serve.ts';

it('reports which prompts include which, directly and through others', async () => {
  const entries = {
    page: '{{> frame}} {{> tone}}',
    other: '{{> tone}}',
    frame: '{{> end}}',
    tone: 'kind',
    end: '!',
    alone: 'x',
  };
  await using served = await serve({ entries });
  expect({ ...composeReport(served.prompts) }).toEqual({
    end: { includes: [], includesDirectly: [], includedBy: ['frame', 'page'] },
    frame: { includes: ['end'], includesDirectly: ['end'], includedBy: ['page'] },
    other: { includes: ['tone'], includesDirectly: ['tone'], includedBy: [] },
    page: { includes: ['frame', 'end', 'tone'], includesDirectly: ['frame', 'tone'], includedBy: [] },
    tone: { includes: [], includesDirectly: [], includedBy: ['other', 'page'] },
  });
});

it('accepts metadata of any shape, and names of any kind', async () => {
  const odd = [null, 'tone', { name: 3 }, {}, { name: 'toString' }];
  const entries = {
    page: { content: 'x', metadata: { parts: odd } },
    more: { content: 'y', metadata: { parts: 'tone' } },
  };
  await using served = await serve({ entries });
  expect(Object.keys(composeReport(served.prompts))).toEqual(['page', 'toString']);
});

it('contains what is served now', async () => {
  await using served = await serve({
    texts: { page: '{{> tone}}', tone: new Error('down') },
    entries: { page: onDesk('page'), tone: onDesk('tone') },
  });
  expect(composeReport(served.prompts)).toEqual({});
  served.desk.texts.set('tone', 'kind');
  await served.prompts.refresh();
  expect(composeReport(served.prompts).tone?.includedBy).toEqual(['page']);
});
