// An add-on package that is installed alone, beside core, takes part in reads.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createPrompts } from '@prompts/core';

const { dependencies } = JSON.parse(await readFile(new URL('./package.json', import.meta.url), 'utf8'));
const systemPrompts = { tone: 'Be kind.', support: 'Help {{name}}. {{> tone}}', friendly: 'Help {{name}} warmly.' };

const checks = {
  async '@prompts/compose'({ compose }) {
    const prompts = await createPrompts({ systemPrompts, hooks: [compose()] });
    assert.equal(await prompts.render('support', { name: 'Ada' }), 'Help Ada. Be kind.');
    await prompts.close();
  },
  async '@prompts/experiments'({ experiments }) {
    const tests = experiments({
      warmth: { prompt: 'support', variants: { control: 'support', friendly: 'friendly' }, unit: 'userId' },
    });
    const prompts = await createPrompts({ systemPrompts, hooks: [tests] });
    const { prompt } = tests.assign('warmth', { userId: 'u1' });
    assert.equal(prompts.peek('support', { context: { userId: 'u1' } }).name, prompt);
    assert.equal((await tests.report('warmth')).status, 'running');
    await prompts.close();
  },
  async '@prompts/analytics'({ analytics }) {
    const usage = analytics({ store: 'sqlite:./usage.db' });
    const prompts = await createPrompts({ systemPrompts, hooks: [usage] });
    await prompts.get('tone');
    assert.deepEqual(await usage.query({ by: ['prompt'] }), [{ prompt: 'tone', reads: 1, measures: {} }]);
    await prompts.close();
  },
};

const addOns = Object.keys(dependencies).filter((name) => name in checks);
assert.equal(addOns.length, 1);
for (const name of addOns) await checks[name](await import(name));
