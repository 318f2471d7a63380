import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it('answers the request that is arriving when it is told to stop, and exits', async () => {
  const program = fileURLToPath(new URL('./server.ts', import.meta.url));
  const server = spawn(process.execPath, ['--conditions=@prompts/source', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PORT: '0' },
  });
  try {
    const { value: output } = await server.stdout.iterator().next();
    const url = String(output).trim();
    const post = (body: string) => fetch(url, { method: 'POST', body, headers: { connection: 'close' } });
    expect(await (await post('x := 1')).text()).toBe('You review Go code.\n\nx := 1');

    const arriving = request(url, { method: 'POST', agent: false, headers: { expect: '100-continue' } });
    arriving.flushHeaders();
    await once(arriving, 'continue');
    const exited = once(server, 'exit');
    server.kill('SIGTERM');
    await expect.poll(() => post('').catch(() => 'closed')).toBe('closed');
    arriving.end('y := 2');
    const [response] = await once(arriving, 'response');
    expect(await text(response)).toBe('You review Go code.\n\ny := 2');
    expect(await exited).toEqual([0, null]);
  } finally {
    server.kill('SIGKILL');
  }
});
