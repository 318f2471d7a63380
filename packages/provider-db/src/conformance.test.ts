import { randomBytes } from 'node:crypto';
import { startProxy, type WireFault, type WireProxy } from '@prompts/bus-kit/testing';
import { type Fault, testProvider } from '@prompts/provider-testkit';
import { openDatabase } from '@prompts/sql-kit';
import { dialects, freshDatabase } from '../../../scripts/test/databases/fresh-database.ts';
import type { ParsedConfig } from './config-schema.ts';
import { db } from './db.ts';
import { migratePrompts } from './history/migrate.ts';
import { publishPrompt } from './writing/publish.ts';

const wireFaults: Partial<Record<Fault['kind'], WireFault>> = {
  hang: 'hang',
  'hang-body': 'hang-body',
  drip: 'drip',
  'cut-body': 'cut-body',
  reset: 'reset',
  malformed: 'malformed',
};

const noHttp = 'a database does not use HTTP';
const noWebhook = 'a database does not send webhooks';
const noBinary = 'a text column cannot store binary data';

const unsupported = {
  'status-401': noHttp,
  'status-403': noHttp,
  'status-404': noHttp,
  'status-500': noHttp,
  'status-503': noHttp,
  'rate-limited': noHttp,
  'cut-chunked': noHttp,
  'wrong-length': noHttp,
  'malformed-json': noHttp,
  'gzip-bomb': noHttp,
  'redirect-loop': noHttp,
  'redirect-away': noHttp,
  'redirect-credentials': noHttp,
  'login-page': noHttp,
  webhook: noWebhook,
  'webhook-forged': noWebhook,
  'webhook-tampered': noWebhook,
  'webhook-unsigned': noWebhook,
  'webhook-no-secret': noWebhook,
} as const;

for (const dialect of dialects) {
  testProvider<ParsedConfig>({
    name: `db on ${dialect}`,
    cannot: dialect === 'sqlite' ? unsupported : { ...unsupported, binary: noBinary },
    async create() {
      const database = await freshDatabase(dialect);
      const knex = openDatabase(database.url);
      await migratePrompts(knex);
      const proxy = dialect === 'sqlite' ? undefined : await startProxy(database.url);
      const connection = proxy?.url ?? database.url;
      const contents = new Set<string>();
      return {
        provider: db({ connection }),
        config: (id) => ({ name: id }),
        async write(id, content) {
          if (typeof content === 'string' && content !== '') {
            contents.add(content);
            await publishPrompt(knex, { name: id, content });
            return;
          }
          // Invalid content can't be published, but it can be inserted.
          const row = { name: id, created_at: new Date(0).toISOString() };
          await knex('prompts').insert({ ...row, latest_version: 1 });
          await knex('prompt_versions').insert({ ...row, version: 1, content, hash: '' });
        },
        async remove(id) {
          for (const table of ['prompt_labels', 'prompt_versions', 'prompts'])
            await knex(table).where({ name: id }).del();
        },
        collection: () => ({}),
        ...(proxy && serverFeatures(proxy, contents)),
        async close() {
          await knex.destroy();
          await proxy?.close();
          await database.drop();
        },
      };
    },
  });
}

/** The parts of the suite that require a server. */
function serverFeatures(proxy: WireProxy, contents: ReadonlySet<string>) {
  const wrong = new URL(proxy.url);
  wrong.password = randomBytes(16).toString('hex');
  return {
    fail: ({ kind }: Fault) => proxy.fail(wireFaults[kind]),
    calls: proxy.calls,
    downloads: () => proxy.answersWith(contents),
    connections: proxy.connections,
    secrets: [new URL(proxy.url).password, wrong.password],
    wrongCredentials: (id: string): ParsedConfig => ({ name: id, connection: wrong.href }),
  };
}
