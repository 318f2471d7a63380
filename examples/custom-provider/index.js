import { readFile } from 'node:fs/promises';
import { PromptError } from '@prompts/core';

/**
 * Creates a provider that reads prompts from a JSON file: an object of texts by name. All texts of a file form a collection.
 * @typedef {{ file: string, key: string }} AcmeConfig
 * @returns {import('@prompts/core').PromptProvider<AcmeConfig>}
 */
export function acme() {
  return {
    name: 'acme',
    async load({ file, key }, { signal }) {
      const texts = await readTexts(file, signal);
      return toTemplate(texts, file, key);
    },
    loadMany,
    async changedSince(entries, context) {
      const configs = entries.map(({ config }) => config);
      const results = await loadMany(configs, context);
      return [...results.keys()].filter((index) => results[index].content !== entries[index].template.content);
    },
    async list({ file }, { signal }) {
      const texts = await readTexts(file, signal);
      return Object.keys(texts).map((key) => ({ name: key, config: { file, key } }));
    },
  };
}

/** Reads each file once. The failure of one prompt is a value, so that the others are loaded. */
async function loadMany(configs, { signal }) {
  const files = new Map();
  for (const { file } of configs) files.set(file, files.get(file) ?? readTexts(file, signal));
  return Promise.all(
    configs.map(async ({ file, key }) => {
      try {
        return toTemplate(await files.get(file), file, key);
      } catch (error) {
        if (PromptError.isInstance(error)) return error;
        throw error;
      }
    }),
  );
}

function toTemplate(texts, file, key) {
  if (Object.hasOwn(texts, key)) return { content: texts[key], metadata: { file } };
  throw new PromptError('NOT_FOUND', `the file '${file}' has no text '${key}'`, { provider: 'acme' });
}

async function readTexts(file, signal) {
  const json = await readFile(file, { encoding: 'utf8', signal }).catch((error) => {
    if (error.code !== 'ENOENT') throw error;
    throw new PromptError('NOT_FOUND', `the file '${file}' does not exist`, { provider: 'acme' });
  });
  try {
    return Object(JSON.parse(json));
  } catch {
    throw new PromptError('CONTENT_INVALID', `the file '${file}' is not valid JSON`, { provider: 'acme' });
  }
}

export default acme;
