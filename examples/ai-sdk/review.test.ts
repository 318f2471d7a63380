import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const program = fileURLToPath(new URL('./review.ts', import.meta.url));
const mockModel = new URL('./mock-model.ts', import.meta.url);

it('sends the prompt as the system message, and what was typed as it is', async () => {
  const running = promisify(execFile)(
    process.execPath,
    ['--conditions=@prompts/source', `--import=${mockModel}`, program, 'Go'],
    { env: { ...process.env, MODEL: 'mock' } },
  );
  running.child.stdin?.end('x := "{{language}}"');
  const { stdout, stderr } = await running;
  expect(stdout).toBe(
    'system: You review Go code. Name the one change that matters most.\nuser: x := "{{language}}"\n',
  );
  expect(stderr).toMatch(/^\(prompt review, version [0-9a-f]{7}\)$/m);
});
