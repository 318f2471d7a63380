import type { Subject } from './mutation.ts';

const file = 'index.js';

/** Mistakes in the example of a provider. */
export const customProvider: Subject = {
  name: 'custom-provider',
  folder: 'examples/custom-provider',
  suite: 'index.test.js',
  mutations: [
    {
      file,
      find: "{ encoding: 'utf8', signal }",
      replace: "{ encoding: 'utf8' }",
      harm: 'reads go on after a timeout',
    },
    {
      file,
      find: "{ encoding: 'utf8', signal }",
      replace: "{ encoding: 'latin1', signal }",
      harm: 'umlauts and emoji are garbled',
    },
    {
      file,
      find: 'return { content: texts[key], metadata',
      replace: 'return { content: texts[key].trim(), metadata',
      harm: 'white space at the ends is lost',
    },
    {
      file,
      find: 'return { content: texts[key], metadata',
      replace: "return { content: texts[key].replaceAll('\\r\\n', '\\n'), metadata",
      harm: 'line endings are changed',
    },
    {
      file,
      find: 'return { content: texts[key], metadata',
      replace: 'return { content: texts[key].slice(0, 65_536), metadata',
      harm: 'long texts are truncated',
    },
    {
      file,
      find: 'return { content: texts[key], metadata',
      replace: "return { content: texts[key] || 'You are a helpful assistant.', metadata",
      harm: 'an empty text becomes an invented one',
    },
    {
      file,
      find: 'return { content: texts[key], metadata',
      replace: "return { content: texts[key].replaceAll(/\\{\\{\\w+\\}\\}/g, ''), metadata",
      harm: 'placeholders are lost before rendering',
    },
    {
      file,
      find: 'return { content: texts[key], metadata',
      replace: "return { content: texts[key], version: '1', metadata",
      harm: 'changes are not noticed: the version is constant',
    },
    {
      file,
      find: 'return { content: texts[key], metadata',
      replace: 'return { content: texts[key], version: String(performance.now()), metadata',
      harm: 'every read counts as a change',
    },
    {
      file,
      find: "throw new PromptError('NOT_FOUND', `the file '${file}' has no",
      replace: "throw new PromptError('UNAVAILABLE', `the file '${file}' has no",
      harm: 'a missing prompt is tried again forever',
    },
    {
      file,
      find: "throw new PromptError('NOT_FOUND', `the file '${file}' has no text '${key}'`, { provider: 'acme' });",
      replace: "throw new Error(`the file '${file}' has no text '${key}'`);",
      harm: 'errors have no code',
    },
    {
      file,
      find: "throw new PromptError('NOT_FOUND', `the file '${file}' has no text '${key}'`, { provider: 'acme' });",
      replace: "return { content: 'Not found.' };",
      harm: 'an error message is served as a prompt',
    },
    {
      file,
      find: '      const texts = await readTexts(file, signal);\n      return toTemplate(texts, file, key);',
      replace:
        '      acme.key = key;\n      const texts = await readTexts(file, signal);\n      return toTemplate(texts, file, acme.key);',
      harm: 'concurrent loads get the texts of each other',
    },
    {
      file,
      find: '      const texts = await readTexts(file, signal);\n      return toTemplate',
      replace:
        '      acme.texts ??= {};\n      const texts = (acme.texts[file] ??= await readTexts(file, signal));\n      return toTemplate',
      harm: 'the file is read once, and never again',
    },
    {
      file,
      find: '      const texts = await readTexts(file, signal);\n      return toTemplate',
      replace:
        '      setTimeout(() => {}, 30_000);\n      const texts = await readTexts(file, signal);\n      return toTemplate',
      harm: 'a timer keeps the process alive for 30 s',
    },
    {
      file,
      find: '    loadMany,\n',
      replace: '    loadMany: async (configs, context) => (await loadMany(configs, context)).reverse(),\n',
      harm: 'prompts get the texts of others',
    },
    {
      file,
      find: '    loadMany,\n',
      replace:
        "    loadMany: async (configs, context) => (await loadMany(configs, context)).filter((result) => 'content' in result),\n",
      harm: 'after a missing prompt, each gets the text of the next',
    },
    {
      file,
      find: '    loadMany,\n',
      replace: '    loadMany: (configs, context) => loadMany(configs.slice(0, 50), context),\n',
      harm: 'only the first 50 prompts of a batch are loaded',
    },
    {
      file,
      find: '        if (PromptError.isInstance(error)) return error;\n',
      replace: '',
      harm: 'one missing prompt fails all others',
    },
    {
      file,
      find: '        if (PromptError.isInstance(error)) return error;\n',
      replace: '        if (PromptError.isInstance(error)) return { error: error.message };\n',
      harm: 'a failure is taken for a text',
    },
    {
      file,
      find: 'const configs = entries.map(({ config }) => config);',
      replace: 'const configs = entries.slice(0, 100).map(({ config }) => config);',
      harm: 'changes past the first page are not noticed',
    },
    {
      file,
      find: 'results[index].content !== entries[index].template.content',
      replace: 'results[index].version !== entries[index].template.version',
      harm: 'no change is ever noticed',
    },
    {
      file,
      find: 'results[index].content !== entries[index].template.content',
      replace: 'results[index].content && results[index].content !== entries[index].template.content',
      harm: 'a deleted prompt is served on',
    },
    {
      file,
      find: 'return Object.keys(texts).map((key) => ({ name: key, config: { file, key } }));',
      replace: 'return Object.keys(texts).slice(0, 100).map((key) => ({ name: key, config: { file, key } }));',
      harm: 'a collection has no members past the first page',
    },
    {
      file,
      find: 'async list({ file }, { signal }) {',
      replace: 'async list({ file }, { signal, previousList }) {\n      if (previousList) return previousList;',
      harm: 'new members never appear',
    },
    {
      file,
      find: '=> ({ name: key, config: { file, key } }));',
      replace: '=> ({ name: key, config: { file, key: Object.keys(texts)[0] } }));',
      harm: 'all members have the same text',
    },
    {
      file,
      find: '=> ({ name: key, config: { file, key } }));',
      replace: "=> ({ name: key, config: { file, key }, version: '1' }));",
      harm: 'changed members are not noticed',
    },
  ],
};
