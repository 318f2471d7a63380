import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { serve } from '../test-support/serve.ts';

const execute = promisify(execFile);

it.each<[string, RequestInit]>([
  ['GET', {}],
  ['HEAD', { method: 'HEAD' }],
  ['GET of a text that has not changed', { headers: { 'if-none-match': '*' } }],
])('the answer to a %s is the same with and without a port', async (_, init) => {
  await using app = await serve({ systemPrompts: { greeting: 'Grüß {{name}}!' } });
  const { url } = await app.server.start(0);
  const answers = [await app.send('/prompts/greeting', init), await fetch(`${url}/prompts/greeting`, init)];
  const [without, withPort] = await Promise.all(
    answers.map(async (answer) => ({
      status: answer.status,
      headers: ['etag', 'cache-control', 'content-type'].map((name) => answer.headers.get(name)),
      body: await answer.text(),
    })),
  );
  expect(withPort).toEqual(without);
});

it('the length of an answer is known before it arrives', async () => {
  await using app = await serve({ systemPrompts: { greeting: 'Grüß {{name}}!' } });
  const { url } = await app.server.start(0);
  const answer = await fetch(`${url}/prompts/greeting`);
  expect(answer.headers.get('content-length')).toBe(String((await answer.arrayBuffer()).byteLength));
});

it('answers in an app that has replaced the global Response', async () => {
  const program = fileURLToPath(new URL('../test-support/replaced-response-process.ts', import.meta.url));
  const { stdout, stderr } = await execute(process.execPath, ['--conditions', '@prompts/source', program]);
  expect({ stdout, stderr }).toEqual({ stdout: 'Hello {name}', stderr: '' });
});
