import { startConfluence } from '../../../packages/webhooks/src/test-support/sources/confluence.ts';
import { startGoogle } from '../../../packages/webhooks/src/test-support/sources/gdocs.ts';
import { startGitHub } from '../../../packages/webhooks/src/test-support/sources/github.ts';
import { startNotion } from '../../../packages/webhooks/src/test-support/sources/notion.ts';
import { startPostgres } from '../../test/servers/postgres.ts';
import type { Row, Table } from '../report.ts';
import { withServer } from '../with-server.ts';
import { measureDeliveries } from './measure-deliveries.ts';
import { measureNotifications } from './measure-notifications.ts';

const changes = 100;

const sources = {
  GitHub: startGitHub,
  Notion: startNotion,
  'Confluence Data Center': startConfluence,
  'Drive channel': startGoogle,
};

/** Measures how long a change takes from its signed delivery until it is served. */
export async function pushedChanges(): Promise<Table> {
  const rows: Row[] = [];
  for (const [what, start] of Object.entries(sources)) {
    await using source = await start();
    rows.push(await measureDeliveries(what, source, changes));
  }
  const title = `Delay from a delivery until its text is served, beyond the latency of the source, ${changes} changes`;
  return { title, rows };
}

/** Measures the same for notifications of PostgreSQL. */
export function notifiedChanges(): Promise<Table> {
  const title = `Delay from publishPrompt() until a server serves the text, beyond the time of publishPrompt() and a query, ${changes} changes`;
  return withServer(title, startPostgres, async ({ url }) => [await measureNotifications(url, changes)]);
}
