import { expect, it } from 'vitest';
import { settleWithin } from '../../../scripts/test/settle-within.ts';
import { adf, adfParagraph } from './test-support/documents.ts';
import { context, deployments, startProvider } from './test-support/start-provider.ts';

it.each(deployments)(
  'a page that hangs is the only TIMEOUT, within the time limit of one load (%s)',
  async (deployment) => {
    await using started = await startProvider({ deployment });
    const { fake, provider, config } = started;
    const body = deployment === 'cloud' ? adf(adfParagraph('Text.')) : '<p>Text.</p>';
    const ids = Array.from({ length: 40 }, (_, index) => 100 + index);
    for (const id of ids) fake.write(id, { body });
    // The library is imported before the clock stands still.
    await provider.load(config({ pageId: 100 }), context);
    fake.hang('117');
    const configs = ids.map((pageId) => config({ pageId }));
    const results = await settleWithin(110, () => provider.loadMany(configs, context));
    for (const [index, result] of results.entries()) {
      expect(result).toMatchObject(
        ids[index] === 117 ? { code: 'TIMEOUT', message: expect.stringContaining('page 117') } : { content: 'Text.' },
      );
    }
  },
);
