import { createPrompts, type Prompt, PromptError } from '@prompts/core';
import { backOffMs } from '@prompts/core/back-off';
import { Glob } from '@prompts/core/glob';
import { createPrompts as createOnNode } from '@prompts/core/node';
import { placeholders } from '@prompts/core/placeholders';
import { toPrometheus } from '@prompts/core/prometheus';
import { sha256 } from '@prompts/core/sha256';
import { createPrompts as createShared } from '@prompts/core/shared';
import { fakePrompts } from '@prompts/core/testing';
import { type DbConfig, db } from '@prompts/provider-db';
import '@prompts/provider-db/register';
import http from '@prompts/provider-http';
import '@prompts/provider-http/register';

async function main(): Promise<void> {
  const fromSqlite: DbConfig = { table: 'texts', id: 1 };
  const prompts = await createPrompts({
    providers: [http({ allowHosts: ['127.0.0.1'] }), db({ connection: process.env.PROMPT_DATABASE as string })],
    systemPrompts: {
      overHttp: { provider: 'http', config: { url: process.env.PROMPT_URL as string } },
      fromSqlite: { provider: 'db', config: fromSqlite },
    },
  });
  const prompt: Prompt = await prompts.get('overHttp');
  console.log(prompt.render({ name: 'Ada' }), await prompts.render('fromSqlite', { name: 'Ada' }));
  // @ts-expect-error an unknown name
  await prompts.get('overHtp').catch((error: unknown) => PromptError.isInstance(error));
  toPrometheus(prompts.status()) satisfies string;
  await prompts.close();
  fakePrompts({ greeting: 'Hello {{name}}' }).peek('greeting') satisfies Prompt | undefined;
  await Promise.all([sha256('text'), backOffMs(1, { firstMs: 1, maxMs: 2 }), new Glob('*.md').matches('a.md')]);
  for (const create of [createOnNode, createShared]) await (await create({ systemPrompts: {} })).close();
  placeholders.mustache satisfies object;
}

main();
