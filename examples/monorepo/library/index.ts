import { fileURLToPath } from 'node:url';
import { createPrompts } from '@prompts/core';

const file = fileURLToPath(new URL('./texts.json', import.meta.url));

/** @param root Where providers are looked up. The default is this library, whose `package.json` declares the one that it uses. */
export async function review(language: string, root: string = import.meta.url): Promise<string> {
  await using prompts = await createPrompts({
    root,
    systemPrompts: { review: { provider: 'acme', config: { file, key: 'review' } } },
    discover: { allow: ['acme-prompts-static'] },
  });
  return await prompts.render('review', { language });
}
