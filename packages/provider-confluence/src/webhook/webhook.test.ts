import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ParsedConfig } from '../config-schema.ts';
import { signDelivery } from '../test-support/sign-delivery.ts';
import { webhook } from './webhook.ts';

const secret = randomBytes(16).toString('hex');
const now = Date.parse('2026-05-01T12:00:00Z');

afterEach(() => {
  vi.useRealTimers();
});

function dataCenter(event: string, page: object = { id: 456, spaceKey: 'AI', title: 'Tone' }) {
  return { event, timestamp: now, userKey: 'ada', page };
}

function receive(payload: unknown) {
  vi.useFakeTimers({ toFake: ['Date'], now });
  return webhook.receive(signDelivery(payload, secret), { secrets: [secret] });
}

describe('a delivery of Data Center', () => {
  it.each([
    ['page_created', 'page-updated'],
    ['page_updated', 'page-updated'],
    ['page_moved', 'page-updated'],
    ['page_restored', 'page-updated'],
    ['page_trashed', 'page-removed'],
    ['page_removed', 'page-removed'],
    ['blog_created', 'blog_created'],
  ])('%s becomes %s', async (event, expected) => {
    expect(await receive(dataCenter(event))).toMatchObject({ event: expected, timestamp: now });
  });

  it('may have a signature without the name of its algorithm', async () => {
    const { headers, body } = signDelivery(dataCenter('page_updated'), secret);
    headers.set('x-hub-signature', (headers.get('x-hub-signature') ?? '').replace('sha256=', ''));
    vi.useFakeTimers({ toFake: ['Date'], now });
    await expect(webhook.receive({ headers, body }, { secrets: ['old', secret] })).resolves.toMatchObject({
      event: 'page-updated',
    });
  });

  it('concerns the page, and the collections that may contain it', async () => {
    const configs: ParsedConfig[] = [
      { pageId: '456' },
      { pageId: 'https://wiki.corp.example/pages/viewpage.action?pageId=456' },
      { pageId: '457' },
      { pageId: '456', version: '3' },
      { spaceKey: 'ai', title: 'Tone' },
      { spaceKey: 'AI', title: 'Other' },
      { spaceKey: 'HR', title: 'Tone' },
      { spaceKey: 'AI' },
      { spaceKey: 'AI', label: 'prompt' },
      { spaceKey: 'HR' },
      { parentId: '1' },
    ];
    expect(webhook.touches(await receive(dataCenter('page_updated')), configs)).toEqual([0, 1, 4, 7, 8, 10]);
    expect(webhook.touches(await receive(dataCenter('blog_created')), configs)).toEqual([]);
    const fromRule = await receive({ event: 'page-updated', pageId: '456', at: now });
    expect(webhook.touches(fromRule, configs)).toEqual([0, 1, 4, 5, 6, 7, 8, 9, 10]);
  });
});

describe('a delivery of an Automation rule', () => {
  it('may be signed', async () => {
    const delivery = signDelivery(
      { event: 'page-updated', pageId: '456', at: '2026-05-01T11:59:00.0+0000' },
      secret,
      'x-hub-signature-256',
    );
    vi.useFakeTimers({ toFake: ['Date'], now });
    const notice = await webhook.receive(delivery, { secrets: [secret] });
    expect(notice).toMatchObject({
      event: 'page-updated',
      timestamp: now - 60_000,
      id: expect.stringMatching(/^[\da-f]{64}$/),
    });
  });

  it('may contain the secret instead, and then has no timestamp', async () => {
    const body = Buffer.from(JSON.stringify({ event: 'page-removed', pageId: 456, at: now }));
    const headers = new Headers({ authorization: `Bearer ${secret}` });
    const notice = await webhook.receive({ headers, body }, { secrets: [secret] });
    expect([notice.event, notice.timestamp]).toEqual(['page-removed', undefined]);
  });

  it('without a changing value gets a new id each time', async () => {
    const payload = { event: 'page-updated', pageId: '456' };
    expect((await receive(payload)).id).not.toBe((await receive(payload)).id);
    const marked = { ...payload, at: now };
    expect((await receive(marked)).id).toBe((await receive(marked)).id);
  });
});

describe('a delivery is refused', () => {
  it('if it is forged, unsigned, or older than a day', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now });
    const { headers, body } = signDelivery(dataCenter('page_updated'), secret);
    const bearer = new Headers({ authorization: 'Bearer wrong' });
    const attempts = [
      [{ headers, body: Buffer.from(`${body} `) }, [secret]],
      [{ headers, body }, ['other']],
      [{ headers, body }, ['']],
      [{ headers: new Headers(), body }, [secret]],
      [{ headers: bearer, body }, [secret]],
      [{ headers: new Headers({ authorization: 'Bearer ' }), body }, ['']],
      [signDelivery({ ...dataCenter('page_updated'), timestamp: now - 25 * 3_600_000 }, secret), [secret]],
    ] as const;
    for (const [delivery, secrets] of attempts) {
      await expect(webhook.receive(delivery, { secrets })).rejects.toMatchObject({ code: 'AUTH_FAILED' });
    }
  });

  it.each([['not JSON'], ['[]'], ['{"event":"page_updated"}'], ['{"event":"page-updated","pageId":"1/../2"}']])(
    'if it is malformed: %s',
    async (payload) => {
      await expect(receive(payload)).rejects.toMatchObject({ code: 'CONTENT_INVALID' });
    },
  );
});
