// Compiled against the packed declarations. Every `@ts-expect-error` is a mistake that must not compile.
import type {} from '@prompts/bus-kit';
import type {} from '@prompts/bus-kit/testing';
import { natsBus } from '@prompts/bus-nats';
import { postgresBus } from '@prompts/bus-postgres';
import { redisBus } from '@prompts/bus-redis';
import { createPrompts, definePrompts, type Prompt, type PromptBus, PromptError } from '@prompts/core';
import type {} from '@prompts/markup-kit';
import { confluence } from '@prompts/provider-confluence';
import { type DbConfig, db, publishPrompt } from '@prompts/provider-db';
import { gdocs } from '@prompts/provider-gdocs';
import { type GitHubConfig, github } from '@prompts/provider-github';
import type {} from '@prompts/provider-http';
import { http } from '@prompts/provider-http';
import type {} from '@prompts/provider-kit';
import { notion } from '@prompts/provider-notion';
import type {} from '@prompts/provider-testkit';
import { asPromptRecord, bindPromptManager, createAIServerAsync, resolveSystemPrompts } from '@prompts/server';
import { createWebhookHandler } from '@prompts/webhooks';

const prompts = await createPrompts({
  providers: [
    http({ allowHosts: ['127.0.0.1'] }),
    github({ token: () => 'asked' }),
    db({ connection: 'sqlite:./prompts.db' }),
    confluence({ baseUrl: 'company.atlassian.net', auth: { email: 'ada@company.example', token: () => 'asked' } }),
    notion({ token: () => 'asked' }),
    gdocs({ auth: { token: () => 'asked' } }),
  ],
  systemPrompts: {
    greeting: 'Hello {{name}}.',
    support: { file: './support.md' },
    review: { provider: 'http', config: { url: 'https://prompts.example.com/review.md' }, cache: { ttl: 60 } },
    'code-review': { provider: 'github', config: { repo: 'company/ai-prompts', path: 'review.md', branch: 'main' } },
    'reviews/*': { provider: 'github', config: { repo: 'company/ai-prompts', path: 'reviews/**/*.md' } },
    published: { provider: 'db', config: { name: 'code-review', label: 'staging' } },
    row: { provider: 'db', config: { table: 'texts', id: 7, columns: { content: 'body' } } },
    'team/*': { provider: 'http', config: { index: 'https://prompts.example.com/index.json' } },
    page: { provider: 'confluence', config: { spaceKey: 'AI', pageId: '456', variables: ['customer'] } },
    'pages/*': { provider: 'confluence', config: { spaceKey: 'AI', label: 'prompt' }, webhooks: ['page-updated'] },
    'rows/*': { provider: 'notion', config: { dataSourceId: 'abc', name: 'Title', filter: { Status: 'Live' } } },
    document: { provider: 'gdocs', config: { documentId: 'abc', tab: 'System prompt' } },
    'documents/*': { provider: 'gdocs', config: { folderId: 'abc' } },
    elsewhere: { provider: 'installed-but-untyped', config: { anything: 1 } },
  },
});

createWebhookHandler(prompts, { github: { secret: () => 'asked' } }) satisfies (request: Request) => Promise<Response>;
// @ts-expect-error a misspelt key
createWebhookHandler(prompts, { github: { secrets: 'asked' } });

const server = await createAIServerAsync({
  systemPrompts: { greeting: 'Hello {name}.', review: { file: './review.md' } },
});
server.promptManager.getPrompt('greeting', { name: 'Ada' }) satisfies string;
bindPromptManager(prompts, server.promptManager) satisfies () => void;
asPromptRecord(prompts) satisfies Record<string, string>;
await resolveSystemPrompts({ systemPrompts: { greeting: 'Hello {name}.' } });
// @ts-expect-error an unknown name
await server.prompts.get('reviews');

const known: Prompt = await prompts.get('review');
const peeked: Prompt | undefined = prompts.peek('greeting');
const rendered: string = await prompts.render('greeting', { name: known.name });
const member: Prompt = await prompts.get('team/python');
await prompts.get(rendered as string);
await prompts.refresh('review');
if (PromptError.isInstance(peeked)) throw peeked;
if (member.state === 'stale') prompts.list();

// @ts-expect-error an unknown name
await prompts.get('reviews');
// @ts-expect-error an unknown name
prompts.peek('reviews');
// @ts-expect-error an unknown name
await prompts.render('reviews');
// @ts-expect-error an unknown name
await prompts.refresh('reviews');

await createPrompts({
  systemPrompts: {
    // @ts-expect-error a misspelt key of the config of a known provider
    review: { provider: 'http', config: { url: 'https://prompts.example.com/review.md', selekt: '/text' } },
  },
});
await createPrompts({
  systemPrompts: {
    // @ts-expect-error a misspelt key of an entry
    review: { provider: 'http', config: { url: 'https://prompts.example.com/review.md' }, fallbak: 'x' },
  },
});
definePrompts({
  // @ts-expect-error a misspelt key of the config of another known provider
  review: { provider: 'github', config: { repo: 'company/ai-prompts', path: 'review.md', brnch: 'main' } },
});
definePrompts({
  // @ts-expect-error a misspelt key of the config of a database
  review: { provider: 'db', config: { name: 'code-review', lable: 'staging' } },
});
// @ts-expect-error a publication without a text
export const publishing = (knex: Parameters<typeof publishPrompt>[0]) => publishPrompt(knex, { name: 'code-review' });
export const ofDb: DbConfig = { query: 'select body from texts where id = ?', bindings: [7] };
export const ofGitHub: GitHubConfig = { repo: 'company/ai-prompts', path: 'review.md' };
definePrompts({
  // @ts-expect-error a value of the wrong type in the config of a known provider
  review: { provider: 'http', config: { url: 7 } },
});
export const buses: readonly PromptBus[] = [
  redisBus('redis://127.0.0.1', { channel: 'prompts' }),
  postgresBus({ host: '127.0.0.1', password: () => 'asked' }),
  natsBus({ servers: ['127.0.0.1'] }),
];
// @ts-expect-error a misspelt option
redisBus('redis://127.0.0.1', { chanel: 'prompts' });
