import { expect, it } from 'vitest';
import * as z from 'zod';
import { createPrompts, type Prompts, type VariablesSchema } from './node/index.ts';
import { makeFolder } from './test-support/folder.ts';
import { ScriptedProvider } from './test-support/scripted-provider.ts';
import { fakePrompts } from './testing/index.ts';

const variables = z.object({
  name: z.string().transform((name) => name.toUpperCase()),
  age: z.number().max(150).default(30),
});

const throwing: VariablesSchema = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate() {
      throw new Error('the schema is broken');
    },
  },
};

function create(schema: VariablesSchema, options: object = {}): Promise<Prompts> {
  const it = { content: '{{name}} is {{age}}.', variables: schema };
  return createPrompts({ systemPrompts: { it }, logger: false, ...options });
}

it('inserts what the schema returns', async () => {
  await using prompts = await create(variables);
  expect(await prompts.render('it', { name: 'Ada' })).toBe('ADA is 30.');
  expect((await prompts.get('it')).render({ name: 'Ada', age: 4 })).toBe('ADA is 4.');
  expect(prompts.peek('it')?.render({ name: 'Ada', age: 4 })).toBe('ADA is 4.');
});

it('names the prompt and every issue', async () => {
  await using prompts = await create(
    z.object({ name: z.string(), age: z.number(), user: z.object({ id: z.number() }) }),
  );
  const error = { code: 'CONTENT_INVALID', prompt: 'it', retryable: false };
  await expect(prompts.render('it', { name: 5, user: { id: 'x' } })).rejects.toMatchObject({
    ...error,
    message: expect.stringMatching(
      /^The variables of prompt 'it' are not valid:\n {2}name: .+\n {2}age: .+\n {2}user\.id: /,
    ),
    issues: [{ path: 'name' }, { path: 'age' }, { path: 'user.id' }],
  });
  const prompt = await prompts.get('it');
  expect(() => prompt.render()).toThrow(expect.objectContaining(error));
});

it('names an issue of the variables as a whole', async () => {
  const schema = z
    .object({ name: z.string(), age: z.string() })
    .check(z.refine(({ name, age }) => name !== age, 'are equal'));
  await using prompts = await create(schema);
  const message = "The variables of prompt 'it' are not valid:\n  are equal";
  await expect(prompts.render('it', { name: 'x', age: 'x' })).rejects.toMatchObject({ message });
});

it('checks the variables whatever `missing` says, which applies to those that the schema returns', async () => {
  await using prompts = await create(z.object({ name: z.string(), age: z.optional(z.number()) }));
  await expect(prompts.render('it', {}, { missing: 'keep' })).rejects.toMatchObject({ code: 'CONTENT_INVALID' });
  expect(await prompts.render('it', { name: 'Ada' }, { missing: 'keep' })).toBe('Ada is {{age}}.');
  await expect(prompts.render('it', { name: 'Ada' })).rejects.toMatchObject({ code: 'VARIABLE_MISSING' });
});

it.each([
  ['is asynchronous', z.object({ name: z.string() }).check(z.refine(async () => false)), /promise: .*synchronous/],
  ['rejects', z.any().transform(() => JSON.parse('')), /promise: .*do not throw/],
  ['throws', throwing, /failed: the schema is broken/],
])('refuses to render with a schema that %s', async (_, schema, message) => {
  await using prompts = await create(schema);
  const error = { code: 'CONFIG_INVALID', prompt: 'it', message: expect.stringMatching(message) };
  await expect(prompts.render('it', { name: 'Ada' })).rejects.toMatchObject(error);
});

it.each([{ name: 'string' }, 'string', null, () => true])('rejects %j as a schema', async (schema) => {
  await expect(create(schema as never)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    issues: [{ path: 'systemPrompts.it.variables', message: expect.stringContaining('z.object') }],
  });
});

it('applies to members of collections and to files', async () => {
  await using folder = await makeFolder();
  await folder.write('team/hello.md', 'Hello {{name}}');
  const schema = z.object({ name: z.string() });
  await using prompts = await createPrompts({
    root: folder.path,
    watchFiles: false,
    systemPrompts: {
      'team/*': { file: './team', variables: schema },
      one: { file: 'team/hello.md', variables: schema },
    },
  });
  expect(await prompts.render('team/hello', { name: 'Ada' })).toBe('Hello Ada');
  for (const name of ['team/hello', 'one'] as string[])
    await expect(prompts.render(name, { name: 5 })).rejects.toMatchObject({ code: 'CONTENT_INVALID', prompt: name });
});

it('applies to the stale copy and the fallback', async () => {
  const source = new ScriptedProvider('Hello {{name}}');
  const it = { provider: 'scripted', config: {}, variables, fallback: 'Fallback for {{name}}', cache: { ttl: 0 } };
  await using prompts = await createPrompts({ systemPrompts: { it }, providers: [source], logger: false });
  expect(await prompts.render('it', { name: 'Ada' })).toBe('Hello ADA');
  source.answer = new Error('down');
  await prompts.refresh('it');
  const stale = await prompts.get('it');
  expect([stale.state, stale.render({ name: 'Ada' })]).toEqual(['stale', 'Hello ADA']);
  expect(() => stale.render({ name: 5 } as never)).toThrow(expect.objectContaining({ code: 'CONTENT_INVALID' }));

  const down = new ScriptedProvider(new Error('down'));
  await using others = await createPrompts({ systemPrompts: { it }, providers: [down], logger: false });
  expect(await others.render('it', { name: 'Ada' })).toBe('Fallback for ADA');
  await expect(others.render('it', { name: 5 } as never)).rejects.toMatchObject({ code: 'CONTENT_INVALID' });
});

it('belongs to the prompt that a hook chooses', async () => {
  await using prompts = await createPrompts({
    systemPrompts: { it: { content: 'A {{name}}', variables }, other: 'B {{name}}' },
    hooks: [{ name: 'choose', names: ['it'], before: (request) => ({ ...request, name: 'other' }) }],
  });
  expect(await prompts.render('it', { name: 'Ada' })).toBe('B Ada');
});

it('is not part of the data of a prompt', async () => {
  await using prompts = await create(variables);
  const data = JSON.stringify([await prompts.get('it'), prompts.list(), prompts.status()]);
  expect(data).toContain('"variables":["name","age"]');
  expect(data).not.toMatch(/schema|standard/i);
  expect(structuredClone(await prompts.get('it'))).toMatchObject({ variables: ['name', 'age'] });
});

it('is checked by fakePrompts', async () => {
  const prompts = fakePrompts({ it: { content: '{{name}}', variables } });
  expect(await prompts.render('it', { name: 'Ada' })).toBe('ADA');
  // @ts-expect-error: not a string
  await expect(prompts.render('it', { name: 5 })).rejects.toMatchObject({ code: 'CONTENT_INVALID' });
});
