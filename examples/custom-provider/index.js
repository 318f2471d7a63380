import { readFile } from 'node:fs/promises';
import { PromptError } from '@prompts/core';

/**
 * Creates a provider of prompts in a JSON file, an object of texts by name.
 * @typedef {{ file: string, key: string }} AcmeConfig
 * @returns {import('@prompts/core').PromptProvider<AcmeConfig>}
 */
export function acme() {
  return {
    name: 'acme',
    async load({ file, key }, { signal }) {
      const text = await readFile(file, { encoding: 'utf8', signal }).catch((error) => {
        if (error.code !== 'ENOENT') throw error;
        throw new PromptError('NOT_FOUND', `the file '${file}' does not exist`, { provider: 'acme' });
      });
      const texts = parse(text, file);
      if (Object.hasOwn(texts, key)) return { content: texts[key], metadata: { file } };
      throw new PromptError('NOT_FOUND', `the file '${file}' has no text '${key}'`, { provider: 'acme' });
    },
  };
}

/** @param {string} text @param {string} file @returns {Record<string, string>} */
function parse(text, file) {
  try {
    return Object(JSON.parse(text));
  } catch {
    throw new PromptError('CONTENT_INVALID', `the file '${file}' is not valid JSON`, { provider: 'acme' });
  }
}

export default acme;
