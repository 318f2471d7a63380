import { expect, test } from 'vitest';
import { dialects, freshDatabase } from '../../../scripts/test/databases/fresh-database.ts';
import { createUsage } from './create-usage.ts';

test.each(dialects)('on %s, a unit that ends with a space is another one', async (dialect) => {
  await using database = await freshDatabase(dialect);
  const usage = createUsage({ store: database.url, logger: false });
  const exposures = ['u1', 'u1 '].map((unit) => ({
    ...{ experiment: 'tone', seed: 'tone', variant: 'control' },
    ...{ unit, exposedAtMs: 1 },
  }));
  await usage.experimentStore().add({ id: 'batch', exposures, values: [] });
  expect(await usage.forget({ unit: 'u1 ' })).toMatchObject({ exposures: 1 });
  expect(await usage.forget({ unit: 'u1' })).toMatchObject({ exposures: 1 });
  await usage.close();
});
