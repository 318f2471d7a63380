import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { analytics } from './analytics.ts';

const password = randomBytes(9).toString('hex');

test.each<[string, unknown, string[]]>([
  ['nothing', undefined, ['']],
  ['null', null, ['']],
  ['no store', {}, ['store']],
  ['an empty store', { store: '' }, ['store']],
  ['another kind of address', { store: `redis://:${password}@localhost` }, ['store']],
  ['an address without a database', { store: `postgres://me:${password}@` }, ['store']],
  ['a path', { store: './usage.db' }, ['store']],
  ['a number as store', { store: 7 }, ['store']],
  ['a configuration of knex', { store: { client: 'pg' } }, ['store']],
  [
    'a knex of another database',
    { store: Object.assign(() => {}, { raw() {}, client: { dialect: 'mssql' } }) },
    ['store'],
  ],
  ['an unknown key', { store: 'sqlite:./usage.db', flushSeconds: 1 }, ['']],
  [
    'many mistakes',
    { store: 1, flush: 0, dimensions: ['team', 'prompt', '', 7], hashKey: '', keep: '90', openTelemetry: 1, logger: 1 },
    ['store', 'flush', 'dimensions.1', 'dimensions.2', 'dimensions.3', 'hashKey', 'keep', 'openTelemetry', 'logger'],
  ],
  ['dimensions without a key', { store: 'sqlite:./usage.db', dimensions: ['team'] }, ['hashKey']],
  ['a key that is undefined', { store: 'sqlite:./usage.db', hashKey: undefined }, ['hashKey']],
  ['a dimension twice', { store: 'sqlite:./usage.db', hashKey: 'k', dimensions: ['a', 'a'] }, ['dimensions']],
  ['the dimension unit', { store: 'sqlite:./usage.db', hashKey: 'k', dimensions: ['unit'] }, ['dimensions.0']],
  ['too long an interval', { store: 'sqlite:./usage.db', flush: 4000 }, ['flush']],
  ['NaN as interval', { store: 'sqlite:./usage.db', flush: Number.NaN }, ['flush']],
  ['no days', { store: 'sqlite:./usage.db', keep: '0d' }, ['keep']],
  ['keep as a number', { store: 'sqlite:./usage.db', keep: 90 }, ['keep']],
])('%s is CONFIG_INVALID', (_, options, paths) => {
  let error: unknown;
  try {
    analytics(options as never);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('the options of analytics()'),
  });
  const { issues } = error as { issues: { path: string }[] };
  expect(issues.map(({ path }) => path).toSorted()).toEqual(paths.toSorted());
  expect(inspect(error)).not.toContain(password);
});

test('the hook shows no configuration', async () => {
  const usage = analytics({
    store: `postgres://me:${password}@127.0.0.1:9/db`,
    hashKey: password,
    dimensions: ['team'],
  });
  expect(inspect(usage, { showHidden: true, depth: 9 }) + JSON.stringify(usage)).not.toContain(password);
  await usage.close();
});
