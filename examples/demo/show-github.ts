import assert from 'node:assert/strict';
import { createPrompts, type Prompt } from '@prompts/core';
import { startGitHub } from './github-source.ts';
import { show, step } from './steps.ts';

/** Shows prompts in a repository: a folder as a collection, the last author of a prompt, and changes by commits. */
export async function showGitHub(): Promise<void> {
  const { repo, token, baseUrl, commit, close } = await startGitHub();
  await commit?.('prompts/code-review.md', 'You review {{language}} code.\n', 'Add the reviewer');
  await commit?.('prompts/translator.md', 'You translate into {{language}}.\n', 'Add a translator');
  const access = { repo, auth: { token }, ...(baseUrl !== undefined && { baseUrl }) };

  await using prompts = await createPrompts({
    root: new URL('.', import.meta.url),
    systemPrompts: {
      'team/*': {
        provider: 'github',
        config: { ...access, path: commit ? 'prompts/*.md' : '**/*.md' },
        metadata: { version: 'auto' },
        required: true,
      },
    },
    providerOptions: { github: { allowHosts: ['127.0.0.1'] } },
  });

  if (!commit) {
    step(`Prompts in ${repo} on github.com`);
    for (const { name, version, uri } of prompts.list())
      console.log(`  ${name.padEnd(30)} ${version?.slice(0, 7)}  ${uri}`);
    return;
  }

  step('A folder of a GitHub repository is a collection of prompts');
  show('team/code-review', await prompts.render('team/code-review', { language: 'Go' }), 'You review Go code.\n');
  show('team/translator', await prompts.render('team/translator', { language: 'Thai' }), 'You translate into Thai.\n');

  step('The author of the last change is loaded after the text is served');
  const { author, message } = await waitForMetadata(() => prompts.get('team/code-review'));
  show('team/code-review', `${author}: ${message}`, 'ada: Add the reviewer');

  step('One commit changes a prompt, another adds one, without a restart');
  await commit('prompts/code-review.md', 'You review {{language}} code with care.\n', 'Review with care\n\nAs asked.');
  await commit('prompts/greeter.md', 'You greet {{name}}.\n', 'Add a greeter');
  const report = await prompts.refresh('team/*');
  assert.deepEqual(report, {
    changed: ['team/code-review', 'team/greeter'],
    unchanged: ['team/translator'],
    failed: [],
  });
  show(
    'team/code-review',
    await prompts.render('team/code-review', { language: 'Go' }),
    'You review Go code with care.\n',
  );
  show('team/greeter', await prompts.render('team/greeter', { name: 'Ada' }), 'You greet Ada.\n');
  await close();
}

/** Reads until the metadata is complete. There is no event for that, because the text is unchanged. */
async function waitForMetadata(read: () => Promise<Prompt>): Promise<Prompt['metadata']> {
  for (;;) {
    const { metadata } = await read();
    if (metadata.author !== undefined) return metadata;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
