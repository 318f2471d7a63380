import { createPrompts, definePrompts } from '@prompts/core';
import db from '@prompts/provider-db';

// An entry `{ db }` is checked like the `config` of `provider: 'db'`.
definePrompts({
  latest: { provider: 'db', config: { name: 'review', label: 'latest' } },
  short: {
    db: { name: 'review', connection: process.env.DATABASE },
    cache: { ttl: 60 },
    fallback: 'x',
    required: true,
  },
  row: { db: { table: 'texts', id: 1, columns: { id: 'key', content: 'body' } } },
  selected: { db: { query: 'select content from texts where key = ? and lang = ?', bindings: [1, 'en'] } },
  own: { db: { name: 'x', connection: { client: 'better-sqlite3', connection: { filename: 'x' }, pool: { max: 1 } } } },
  'team/*': { db: { prefix: 'team/' } },
});

definePrompts({
  // @ts-expect-error a misspelt key
  review: { provider: 'db', config: { tabel: 'texts', id: 1 } },
});

definePrompts({
  // @ts-expect-error a misspelt key, in the short form
  review: { db: { tabel: 'texts', id: 1 } },
});

definePrompts({
  // @ts-expect-error a misspelt key next to valid ones
  review: { db: { table: 'texts', id: 1, colums: {} } },
});

definePrompts({
  // @ts-expect-error a misspelt key inside
  review: { db: { table: 'texts', id: 1, columns: { contnt: 'body' } } },
});

definePrompts({
  // @ts-expect-error a wrong type
  review: { db: { table: 5, id: 1 } },
});

definePrompts({
  // @ts-expect-error both forms
  review: { db: { table: 'texts', id: 1 }, provider: 'db', config: { table: 'texts', id: 1 } },
});

void createPrompts({
  // @ts-expect-error a misspelt key, in createPrompts
  systemPrompts: { review: { db: { tabel: 'texts', id: 1 } } },
  providers: [db({ connection: 'sqlite:prompts.db' })],
});

// @ts-expect-error a misspelt option
db({ connexion: 'sqlite:prompts.db' });
