import { PromptError, type PromptTemplate } from '@prompts/core';
import { expect, it } from 'vitest';
import { settleWithin } from '../../../../scripts/test/settle-within.ts';
import { context, type StartedProvider, startProvider } from '../test-support/start-provider.ts';

/** Starts two repositories, and returns the configs of their files: 1 and 3 are in the one that will hang. */
async function startTwo() {
  const started = await startProvider({ 'a.md': 'A\n', 'b.md': 'B\n' });
  const other = started.fake.repository('company/hanging');
  other.commit({ 'a.md': 'HA\n', 'b.md': 'HB\n' });
  const configs = ['a.md', 'b.md'].flatMap((path) => [
    started.config(path),
    started.config(path, { repo: 'company/hanging' }),
  ]);
  return { started, configs };
}

/** Makes one repository, or one host's requests for it, hang. */
function hang({ fake }: StartedProvider): void {
  fake.fail({ kind: 'hang' }, { path: '/repos/company/hanging/' });
}

it('a repository that hangs is a TIMEOUT of its own files, within the time of one load', async () => {
  const { started, configs } = await startTwo();
  await using _ = started;
  hang(started);
  const results = await settleWithin(50, () => started.provider.loadMany(configs, context));
  const timeout = { code: 'TIMEOUT', message: 'company/hanging did not respond within 45 s', provider: 'github' };
  expect(results).toMatchObject([{ content: 'A\n' }, timeout, { content: 'B\n' }, timeout]);
});

it('a repository that hangs while it is checked for changes counts as changed, and delays no other', async () => {
  const { started, configs } = await startTwo();
  await using _ = started;
  const templates = (await started.provider.loadMany(configs, context)) as PromptTemplate[];
  const entries = configs.map((config, index) => ({ config, template: templates[index] as PromptTemplate }));
  started.repository.commit({ 'b.md': 'B2\n' });
  hang(started);
  const changed = await settleWithin(15, () => started.provider.changedSince(entries, context));
  expect(changed.toSorted()).toEqual([1, 2, 3]);
  const changedConfigs = changed.toSorted().map((index) => configs[index] as (typeof configs)[number]);
  const results = await settleWithin(50, () => started.provider.loadMany(changedConfigs, context));
  expect(results).toMatchObject([{ code: 'TIMEOUT' }, { content: 'B2\n' }, { code: 'TIMEOUT' }]);
});

it.each([1, 2])('a repository that hangs while %i of its files are described delays no other', async (count) => {
  const { started, configs } = await startTwo();
  await using _ = started;
  hang(started);
  started.fake.fail({ kind: 'hang' }, { path: '/graphql', times: count - 1 });
  const some = configs.slice(0, 2 * count);
  const results = await settleWithin(50, () => started.provider.describe(some, context));
  const isFound = results.map((result) => !PromptError.isInstance(result));
  expect(isFound.filter(Boolean)).toHaveLength(count);
  expect(results.find((result) => PromptError.isInstance(result))).toMatchObject({
    code: 'TIMEOUT',
    message: expect.stringMatching(/^company\/[\w-]+ did not respond within 45 s$/),
  });
});
