import { expect, it } from 'vitest';
import { measureDocuments } from '../../../scripts/fidelity/measure-gdocs.ts';
import { noSharedData, sharedData } from '../../../scripts/test/shared-data.ts';
import { normalise } from './test-support/normalise.ts';

const folder = sharedData('google/docs-json');

it('keeps the words of recorded documents on both routes', async (context) => {
  if (folder === undefined) return context.skip(noSharedData);
  const rows = await measureDocuments(folder);
  expect(rows.length).toBeGreaterThan(20);
  for (const { document, route, recall, precision, missing, extra } of rows) {
    expect(recall, `${document} ${route} lacks ${missing}`).toBeGreaterThanOrEqual(0.99);
    expect(precision, `${document} ${route} has ${extra}`).toBeGreaterThanOrEqual(0.99);
  }
});

it('returns the same markdown for recorded documents on both routes', async (context) => {
  if (folder === undefined) return context.skip(noSharedData);
  const rows = await measureDocuments(folder);
  const byRoute = (route: string) =>
    rows.filter((row) => row.route === route).map(({ document, markdown }) => [document, normalise(markdown)]);
  expect(byRoute('files.export')).toEqual(byRoute('documents.get'));
});
