import { expect, it } from 'vitest';
import { createPrompts, freezePrompt, type Prompt } from './node/index.ts';

async function read(): Promise<Prompt> {
  await using prompts = await createPrompts({
    systemPrompts: { it: { content: 'Hi {{name}}', metadata: { owner: { team: 'a' } } } },
  });
  return prompts.get('it');
}

const keys = ['content', 'fetchedAt', 'hash', 'metadata', 'name', 'provider', 'state', 'variables', 'version'];
const copies: [string, (prompt: Prompt) => object][] = [
  ['structuredClone', (prompt) => structuredClone(prompt)],
  ['a copy', (prompt) => ({ ...prompt })],
  ['JSON', (prompt) => JSON.parse(JSON.stringify(prompt))],
  ['structuredClone of toJSON()', (prompt) => structuredClone(prompt.toJSON())],
];

it.each(copies)('%s has the data of a prompt', async (_, copy) => {
  const data = copy(await read());
  const present = Object.entries(data).filter(([, value]) => value !== undefined);
  expect(present.map(([key]) => key).sort()).toEqual(keys);
  expect(data).toMatchObject({ content: 'Hi {{name}}', metadata: { owner: { team: 'a' } }, variables: ['name'] });
});

it('renders after it was destructured, and can be changed by nobody', async () => {
  const prompt = await read();
  const { render } = prompt;
  expect(render({ name: 'Ada' })).toBe('Hi Ada');
  expect(Object.isFrozen(prompt)).toBe(true);
  expect(() => Object.assign(prompt, { render: () => 'other' })).toThrow(TypeError);
});

it('is made of data and the function that fills in its variables', async () => {
  const prompt = freezePrompt({ ...(await read()), content: 'other' }, () => 'filled in');
  expect([prompt.content, prompt.render(), prompt.toJSON().content]).toEqual(['other', 'filled in', 'other']);
});
