import assert from 'node:assert/strict';
import { isImported } from './imported.mjs';
import { serve } from './loopback-server.mjs';

const libraries = ['confluence.js', '@notionhq/client', 'googleapis'];
const id = '0123456789abcdef0123456789abcdef';
const documentId = 'd'.repeat(44);
const text = 'You help {{customer_name}}.';
const editedAt = '2026-01-01T00:00:00.000Z';

const page = {
  object: 'page',
  id,
  created_time: editedAt,
  last_edited_time: editedAt,
  url: `https://www.notion.so/${id}`,
  in_trash: false,
  archived: false,
  parent: { type: 'workspace', workspace: true },
  properties: { title: { id: 'title', type: 'title', title: [{ type: 'text', plain_text: 'Support' }] } },
};
const content = {
  id: '456',
  type: 'page',
  status: 'current',
  title: 'Support',
  space: { key: 'AI' },
  version: { number: 3, when: editedAt },
  body: { storage: { value: `<p>${text}</p>`, representation: 'storage' } },
  _links: { webui: '/spaces/AI/pages/456' },
};
const file = {
  id: documentId,
  name: 'Support',
  mimeType: 'application/vnd.google-apps.document',
  version: '3',
  modifiedTime: editedAt,
  trashed: false,
  capabilities: { canDownload: true },
};
const answers = [
  [/^\/rest\/api\/content\/456/, content],
  [
    /^\/v1\/pages\/[^/?]+\/markdown/,
    { object: 'page_markdown', id, markdown: text, truncated: false, unknown_block_ids: [] },
  ],
  [/^\/v1\/pages\//, page],
  [/^\/drive\/v3\/changes\/startPageToken/, { startPageToken: '1' }],
  [/^\/drive\/v3\/files\/d+\/export/, text],
  [/^\/drive\/v3\/files\/d+/, file],
];
const server = await serve((request, response) => {
  const [, answer] = answers.find(([path]) => path.test(request.url)) ?? [];
  response.statusCode = answer ? 200 : 404;
  response.setHeader('content-type', typeof answer === 'string' ? 'text/markdown' : 'application/json');
  response.end(typeof answer === 'string' ? answer : JSON.stringify(answer ?? {}));
});

const token = ['an', 'access', 'token'].join('-');
const allowHosts = ['127.0.0.1'];
const { createPrompts } = await import('@prompts/core');
const prompts = await createPrompts({
  preload: false,
  systemPrompts: {
    wiki: { provider: 'confluence', config: { baseUrl: server.url, pageId: '456', auth: { token } } },
    page: { provider: 'notion', config: { baseUrl: server.url, pageId: id, token } },
    document: { provider: 'gdocs', config: { rootUrl: server.url, documentId, auth: { token } } },
  },
  providerOptions: { confluence: { allowHosts }, notion: { allowHosts }, gdocs: { allowHosts } },
});
for (const library of libraries) assert.ok(!isImported(library), `${library} is imported before the first request`);
for (const name of ['wiki', 'page', 'document']) {
  assert.equal(await prompts.render(name, { customer_name: 'Ada' }), 'You help Ada.', name);
}
// Confluence Data Center is read without it.
for (const library of libraries.slice(1)) assert.ok(isImported(library), `${library} is not used`);
await prompts.close();
server.close();
