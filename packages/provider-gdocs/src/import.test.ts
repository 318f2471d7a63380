import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it("does not import Google's library before a document is read", async () => {
  const script = `
    const { default: gdocs } = await import('@prompts/provider-gdocs');
    gdocs({ auth: { clientEmail: 'a@company.example', privateKey: 'key' } });
    const { createRequire } = await import('node:module');
    const loaded = Object.keys(createRequire(import.meta.url).cache).filter((path) => /google|gaxios/.test(path.split('node_modules').at(-1)));
    console.log(JSON.stringify(loaded));
  `;
  const options = ['--conditions=@prompts/source', '--input-type=module', '--eval', script];
  const { stdout } = await promisify(execFile)(process.execPath, options, { cwd: import.meta.dirname });
  expect(JSON.parse(stdout)).toEqual([]);
});
