import { randomBytes, randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { ParsedConfig } from '../config-schema.ts';
import { pageEvent, signDelivery } from '../test-support/sign-delivery.ts';
import { webhook } from './webhook.ts';

const secret = randomBytes(16).toString('hex');
const pageId = randomUUID();
const dataSourceId = randomUUID();
const configs: ParsedConfig[] = [
  { pageId },
  { pageId: randomUUID() },
  { dataSourceId },
  { dataSourceId: randomUUID() },
];

const unsigned = (payload: object) => ({ headers: new Headers(), body: Buffer.from(JSON.stringify(payload)) });
const receive = (payload: object, secrets: readonly string[] = [secret]) =>
  webhook.receive(signDelivery(payload, secret), { secrets });
const touched = async (payload: object) => webhook.touches(await receive(payload), configs);

it('the first delivery returns the verification token, but only while no secret is configured', async () => {
  const token = `secret_${randomBytes(16).toString('hex')}`;
  const delivery = unsigned({ verification_token: token });
  const notice = await webhook.receive(delivery, { secrets: [] });
  expect(notice).toMatchObject({ event: 'verification', handshake: { secret: token } });
  expect(webhook.touches(notice, configs)).toEqual([]);
  expect(JSON.stringify(notice.payload)).not.toContain(token);
  await expect(webhook.receive(delivery, { secrets: [secret] })).rejects.toMatchObject({ code: 'AUTH_FAILED' });
});

it('an event keeps its id and time if it is delivered again', async () => {
  const event = pageEvent(pageId);
  const notice = await receive(event);
  expect(notice).toMatchObject({ id: event.id, event: 'page.content_updated', timestamp: Date.parse(event.timestamp) });
  expect((await receive({ ...event, attempt_number: 2 })).id).toBe(event.id);
  expect(await receive(event, ['', randomUUID(), secret])).toEqual(notice);
});

it('an event of a page touches the page and the collection of its data source', async () => {
  expect(await touched(pageEvent(pageId.replaceAll('-', '')))).toEqual([0]);
  expect(await touched(pageEvent(pageId, { dataSourceId }))).toEqual([0, 2]);
  expect(await touched(pageEvent(randomUUID(), { type: 'page.created', dataSourceId }))).toEqual([2]);
  expect(await touched(pageEvent(pageId, { type: 'page.locked' }))).toEqual([]);
  expect(await touched({ ...pageEvent(pageId), type: 'comment.created' })).toEqual([]);
});

it('an event that names only the database touches every collection', async () => {
  const event = pageEvent(randomUUID());
  expect(await touched({ ...event, data: { parent: { id: randomUUID(), type: 'database' } } })).toEqual([2, 3]);
});

it('an event of a data source touches its collection', async () => {
  const event = { ...pageEvent(dataSourceId), type: 'data_source.schema_updated' };
  expect(await touched({ ...event, entity: { id: dataSourceId, type: 'data_source' } })).toEqual([2]);
});

it('a delivery that is signed but malformed is refused', async () => {
  for (const payload of [{}, [], { id: 'a', type: 'page.created' }]) {
    await expect(receive(payload)).rejects.toMatchObject({ code: 'CONTENT_INVALID' });
  }
});
