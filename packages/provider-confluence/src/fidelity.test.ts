import { describe, expect, it } from 'vitest';
import { measureConfluence } from '../../../scripts/fidelity/measure-confluence.ts';
import { measureRoundTrips } from '../../../scripts/fidelity/measure-round-trip.ts';
import { noSharedData, sharedData } from '../../../scripts/test/shared-data.ts';

const folder = sharedData('confluence/querypie');

describe('recorded pages', () => {
  it('keep their words and code blocks in both formats', async (context) => {
    if (folder === undefined) return context.skip(noSharedData);
    const rows = await measureConfluence(folder);
    expect(rows.length).toBeGreaterThan(10);
    for (const { page, format, recall, precision, codeBlocks } of rows) {
      expect(recall, `${page} ${format}`).toBeGreaterThanOrEqual(0.995);
      expect(precision, `${page} ${format}`).toBeGreaterThanOrEqual(0.99);
      expect(codeBlocks.kept, `${page} ${format}`).toBe(codeBlocks.expected);
    }
  });
});

describe('markdown that md2conf converted to the storage format', () => {
  it('is restored exactly, except for what is not on the page', async (context) => {
    const pairs = sharedData('confluence/md2conf');
    if (pairs === undefined) return context.skip(noSharedData);
    const trips = await measureRoundTrips(pairs);
    expect(trips.length).toBeGreaterThan(20);
    for (const { name, expected, actual, lost } of trips) {
      if (lost === undefined) expect(actual, name).toBe(expected);
    }
    expect(trips.filter(({ lost }) => lost !== undefined)).toHaveLength(4);
  });
});
