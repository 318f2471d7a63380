import { expect, it } from 'vitest';
import type { Route } from '../test-support/route.ts';
import { context, idOf, startProvider } from '../test-support/start-provider.ts';

const inBody = (element: unknown) => ({ tabs: [{ documentTab: { body: { content: [element] } } }] });
const malformed: [string, object][] = [
  ['an element that is null', inBody(null)],
  ['a paragraph whose elements are not a list', inBody({ paragraph: { elements: {} } })],
  ['a text that is a number', inBody({ paragraph: { elements: [{ textRun: { content: 5 } }] } })],
  ['a row that is null', inBody({ table: { tableRows: [null] } })],
  ['child tabs that are a string', { tabs: [{ childTabs: 'text' }] }],
  ['a tab whose content is a string', { tabs: [{ documentTab: { body: { content: 'text' } } }] }],
];

it.each(malformed)('reports %s as CONTENT_INVALID, and loads the other documents', async (_, malformedDocument) => {
  const route: Route = {
    path: new RegExp(`^/v1/documents/${idOf('bad')}$`),
    respond: () => Response.json({ documentId: idOf('bad'), ...malformedDocument }),
  };
  await using started = await startProvider(['documents.readonly'], { routes: [route] });
  started.write('a', 'text');
  const configs = [started.config('bad'), started.config('a')];
  expect(await started.provider.loadMany(configs, context)).toMatchObject([
    { code: 'CONTENT_INVALID', message: expect.stringContaining(idOf('bad')) },
    { content: 'text' },
  ]);
});
