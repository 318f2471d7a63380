import { guardedFetch } from '@prompts/provider-kit';
import { describe, expect, it } from 'vitest';
import { startProvider } from '../test-support/start-provider.ts';
import { createInstallationToken } from './installation-token.ts';
import { createOctokitFactory } from './octokit-factory.ts';

const minuteMs = 60_000;

describe('the token of an installation', () => {
  it('is created once for concurrent calls, and renewed five minutes before it expires by GitHub’s clock', async () => {
    await using started = await startProvider({ 'a.md': 'A\n' });
    const { fake, repository } = started;
    // This machine's clock is behind GitHub's: by its own clock, it would keep the token for too long.
    fake.shiftClock(9 * minuteMs);
    const fetch = guardedFetch({ provider: 'github', allowHosts: ['127.0.0.1'] });
    let now = 0;
    const token = createInstallationToken(
      fake.app({ repositories: [repository] }),
      createOctokitFactory(fake.url, fetch),
      () => now,
    );
    const countCreated = () =>
      fake.requests.filter(({ createsToken, request }) => createsToken && request.status === 201).length;
    const [first, second] = await Promise.all([token.get(), token.get()]);
    expect(second).toBe(first);
    now = 54 * minuteMs;
    expect(await token.get()).toBe(first);
    expect(countCreated()).toBe(1);
    now = 55 * minuteMs;
    expect(await token.get()).not.toBe(first);
    expect(countCreated()).toBe(2);
    await fetch.close();
  });

  it('is requested again after a failure', async () => {
    await using started = await startProvider({ 'a.md': 'A\n' });
    const { fake, repository } = started;
    const fetch = guardedFetch({ provider: 'github', allowHosts: ['127.0.0.1'] });
    const token = createInstallationToken(
      fake.app({ repositories: [repository] }),
      createOctokitFactory(fake.url, fetch),
    );
    fake.fail({ kind: 'status', status: 503 });
    await expect(token.get()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    fake.heal();
    expect(await token.get()).toMatch(/^ghs_/);
    await fetch.close();
  });
});
