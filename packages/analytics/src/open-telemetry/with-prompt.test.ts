import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { collectSpans } from '../test-support/collect-telemetry.ts';
import { withPrompt } from './with-prompt.ts';

const support = { name: 'support', version: '7', hash: 'abc' };

describe('withPrompt', () => {
  const expected = { 'gen_ai.prompt.name': 'support', 'gen_ai.prompt.version': '7', 'prompts.hash': 'abc' };

  test('puts name, version and hash onto the active span, and returns what the function returns', async () => {
    const { tracer, attributesOf } = collectSpans();
    const results = await tracer.startActiveSpan('request', async (span) => {
      const synchronous = withPrompt(support, () => 'now');
      await Promise.resolve();
      const asynchronous = await withPrompt(support, async () => 'later');
      span.end();
      return [synchronous, asynchronous];
    });
    expect(results).toEqual(['now', 'later']);
    expect(attributesOf()).toEqual([expected]);
  });

  test('marks its own request only, when several run at the same time', async () => {
    const { tracer, attributesOf } = collectSpans();
    const request = (version: string) =>
      tracer.startActiveSpan('request', async (span) => {
        await Promise.resolve();
        await withPrompt({ ...support, version }, () => Promise.resolve());
        span.end();
      });
    await Promise.all([request('7'), request('8')]);
    expect(attributesOf()).toEqual([expected, { ...expected, 'gen_ai.prompt.version': '8' }]);
  });

  test('throws what the function throws', async () => {
    const failure = new Error('the model is down');
    const fail = (): never => {
      throw failure;
    };
    expect(() => withPrompt(support, fail)).toThrow(failure);
    await expect(withPrompt(support, () => Promise.reject(failure))).rejects.toBe(failure);
  });

  test('only calls the function if there is no active span', () => {
    const { attributesOf } = collectSpans();
    expect(withPrompt(support, () => 'text')).toBe('text');
    expect(attributesOf()).toEqual([]);
  });

  test('only calls the function if @opentelemetry/api is not installed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'without-open-telemetry-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await cp(import.meta.dirname, folder, { recursive: true });
    const program = join(folder, 'program.mjs');
    await writeFile(
      program,
      `import { withExposureCounter } from './with-exposure-counter.ts';
import { withPrompt } from './with-prompt.ts';
       import { loadOpenTelemetryApi } from './load-api.ts';
       console.log(withPrompt({ name: 'support' }, () => 'text'), loadOpenTelemetryApi());`,
    );
    const { stdout } = await promisify(execFile)(process.execPath, [program], {
      env: { ...process.env, NODE_PATH: '' },
    });
    expect(stdout).toBe('text undefined\n');
  });
});
