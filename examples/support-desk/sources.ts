import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { migratePrompts, openDatabase, publishPrompt } from '@prompts/provider-db';

const hours = 'Colleagues answer the phone from 9:00 to 17:00.\n';

/** The file's text with one more line. */
const draft = `You help customers of {{shop}} with their orders.
{{> tone}}
Ask for the order number first, then answer step by step.
{{> refunds}}
{{> hours}}
`;

/** The policy of refunds as a page on this machine. */
export interface RefundPage {
  readonly url: string;
  text: string;
  /** How often it was requested. */
  requests: number;
  close(): void;
}

export async function serveRefundPage(): Promise<RefundPage> {
  const server = createServer((_request, response) => {
    page.requests += 1;
    response.writeHead(200, { 'content-type': 'text/markdown; charset=utf-8' }).end(page.text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const page: RefundPage = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/refunds.md`,
    text: 'Refunds are possible within 14 days.\n',
    requests: 0,
    close: () => void server.close(),
  };
  return page;
}

/** Publishes the opening hours and a draft of the support prompt. @param connection The address of a database. */
export async function fillDatabase(connection: string): Promise<void> {
  const knex = openDatabase(connection);
  await migratePrompts(knex);
  await publishPrompt(knex, { name: 'hours', content: hours, label: 'production', author: 'ada' });
  await publishPrompt(knex, { name: 'support', content: draft, label: 'draft', author: 'grace' });
  await knex.destroy();
}
