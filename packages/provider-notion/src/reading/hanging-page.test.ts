import { expect, it } from 'vitest';
import { settleWithin } from '../../../../scripts/test/settle-within.ts';
import { paragraph } from '../test-support/fake-blocks.ts';
import { context, startProvider } from '../test-support/start-provider.ts';

async function startPages() {
  const started = await startProvider();
  const pages = ['one', 'two', 'three'].map((text) => started.fake.page([paragraph(text)]));
  const configs = pages.map(({ id }) => ({ pageId: id }));
  const hang = () => started.fake.server.fail({ kind: 'hang' }, { path: `/v1/pages/${configs[1]?.pageId}` });
  return { started, configs, hang };
}

it('a page that hangs is the only TIMEOUT, within the time limit of one load', async () => {
  const { started, configs, hang } = await startPages();
  await using _ = started;
  hang();
  const results = await settleWithin(110, () => started.provider.loadMany(configs, context));
  const message = expect.stringContaining(`page ${configs[1]?.pageId} was not loaded within 100 s`);
  expect(results).toMatchObject([{ content: 'one' }, { code: 'TIMEOUT', message }, { content: 'three' }]);
});

it('a page that hangs while it is checked counts as changed, within the time limit', async () => {
  const { started, configs, hang } = await startPages();
  await using _ = started;
  const entries = await Promise.all(
    configs.map(async (config) => ({ config, template: await started.provider.load(config, context) })),
  );
  hang();
  expect(await settleWithin(70, () => started.provider.changedSince(entries, context))).toEqual([1]);
});
