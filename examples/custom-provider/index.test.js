import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testProvider } from '@prompts/provider-testkit';
import { acme } from './index.js';

testProvider({
  name: 'acme',
  async create() {
    const folder = await mkdtemp(join(tmpdir(), 'acme-'));
    const file = join(folder, 'texts.json');
    const texts = {};
    const save = () => writeFile(file, JSON.stringify(texts));
    await save();
    return {
      provider: acme(),
      config: (id) => ({ file, key: id }),
      collection: () => ({ file }),
      async write(id, content) {
        texts[id] = Buffer.from(content).toString('utf8');
        await save();
      },
      async remove(id) {
        delete texts[id];
        await save();
      },
      close: () => rm(folder, { recursive: true, force: true }),
    };
  },
  cannot: { binary: 'a JSON file can only store text' },
});
