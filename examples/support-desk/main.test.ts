import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('./main.ts', import.meta.url));

async function run(folder: string) {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--conditions=@prompts/source', program], {
    env: { ...process.env, TMPDIR: folder },
  });
  const [, path = ''] = /Open it in a browser: (.*)$/m.exec(stdout) ?? [];
  return { stdout, stderr, page: await readFile(path, 'utf8') };
}

describe('the support desk', () => {
  let folder: string;
  let output: Awaited<ReturnType<typeof run>>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'prompts-test-'));
    output = await run(folder);
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true }));

  it('serves the edited part in the composed prompt, whose own source is not called', () => {
    const [composed = '', edited = ''] = output.stdout.split('\n2. ');
    expect(composed).toContain('| Refunds are possible within 14 days.\n  | Colleagues answer');
    expect(edited).toContain('| Refunds are possible within 30 days.\n  | Colleagues answer');
    expect(edited).toMatch(/loaded from its source: refunds\n/);
    expect(edited).toMatch(/changed: +refunds, .*support\b/);
  });

  it('finds the better variant', () => {
    expect(output.stdout).toMatch(/^ {2}1 .* no difference seen$/m);
    expect(output.stdout).toMatch(/^ {2}4 .* better$/m);
  });

  it('counts every read once', () => {
    const reads = Array.from(output.stdout.matchAll(/(\d+) reads? {2}/g), ([, count]) => Number(count));
    expect(reads).toHaveLength(2);
    expect(reads.reduce((sum, count) => sum + count)).toBe(20_000);
    expect(output.stdout).toContain('20000 conversations were served, and 20000 reads are in the database.');
  });

  it('writes a page with both variants', () => {
    expect(output.page).toMatch(/^<!doctype html>/i);
    for (const text of ['order-number', 'file', 'draft', 'support-draft', 'resolved']) {
      expect(output.page).toContain(text);
    }
  });

  it('prints nothing but a short story', () => {
    expect(output.stderr).toBe('');
    expect(output.stdout.trim().split('\n').length).toBeLessThanOrEqual(40);
  });
});
