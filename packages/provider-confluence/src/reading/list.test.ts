import { expect, it } from 'vitest';
import { collectionSchema } from '../config-schema.ts';
import { adf, adfParagraph } from '../test-support/documents.ts';
import { context, deployments, startProvider } from '../test-support/start-provider.ts';

it.each(deployments)('a label of one space does not list the pages of another (%s)', async (deployment) => {
  await using started = await startProvider({ deployment });
  const body = deployment === 'cloud' ? adf(adfParagraph('Text.')) : '<p>Text.</p>';
  started.fake.write(1, { title: 'Here', body, labels: ['prompt'] });
  started.fake.write(2, { title: 'There', body, labels: ['prompt'], spaceKey: 'HR' });
  started.fake.write(3, { title: 'Unlabelled', body });
  const listNames = async (spaceKey: string) => {
    const config = collectionSchema.parse({ ...started.fake.access, spaceKey, label: 'prompt' });
    return (await started.provider.list(config, context)).map(({ name }) => name);
  };
  expect(await listNames('AI')).toEqual(['here']);
  expect(await listNames('HR')).toEqual(['there']);
});
