import { db, migratePrompts, openDatabase, publishPrompt } from '@prompts/provider-db';
import { createAIServerAsync } from '@prompts/server';
import { delayRow } from '../lag-row.ts';
import type { Row } from '../report.ts';
import { maxP99Ms, measureChange, measureTime, warmUps } from './measure-change.ts';

/** Publishes texts that a server serves, and as many that nothing reads, to measure what publishing takes. */
export async function measureNotifications(url: string, changes: number): Promise<Row> {
  const database = openDatabase(url);
  try {
    await migratePrompts(database);
    const publish = (name: string, content: string) => publishPrompt(database, { name, content });
    await publish('it', 'the first text');
    const server = await createAIServerAsync({
      systemPrompts: { it: { provider: 'db', config: { name: 'it' }, required: true } },
      providers: [db({ connection: url })],
      cache: { ttl: 3600 },
    });
    // The first change is found as soon as the server listens.
    await measureChange(server.prompts, 'the second text', () => publish('it', 'the second text'));
    const delaysMs: number[] = [];
    for (let change = 0; change < warmUps + changes; change += 1) {
      const text = `text ${crypto.randomUUID()}`;
      const delayMs = await measureChange(server.prompts, text, () => publish('it', text));
      const ofSource = await measureTime(() => publish('another', text));
      const ofQuery = await measureTime(() => database('prompt_versions').where({ name: 'it' }).limit(1));
      delaysMs.push(delayMs - ofSource - ofQuery);
    }
    await server.stop();
    return delayRow('PostgreSQL NOTIFY', delaysMs.slice(warmUps), maxP99Ms);
  } finally {
    await database.destroy();
  }
}
