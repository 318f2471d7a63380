import { guardedFetch } from '@prompts/provider-kit';
import { expect, it } from 'vitest';
import { startProvider } from '../test-support/start-provider.ts';
import { createInstallationToken } from './installation-token.ts';
import { createOctokitFactory } from './octokit-factory.ts';

const minute = 60_000;

it('is minted once for all who ask at once, and again five minutes before it ends, whatever this machine’s clock says', async () => {
  await using started = await startProvider({ 'a.md': 'A\n' });
  const { fake, repository } = started;
  // Behind GitHub: by its own clock this machine would keep the token too long.
  fake.shiftClock(9 * minute);
  const fetch = guardedFetch({ provider: 'github', allowHosts: ['127.0.0.1'] });
  let now = 0;
  const { token } = createInstallationToken(
    fake.app({ repositories: [repository] }),
    createOctokitFactory(fake.url, fetch),
    () => now,
  );
  const minted = () => fake.requests.filter(({ mintsToken, request }) => mintsToken && request.status === 201).length;
  const [one, other] = await Promise.all([token(), token()]);
  expect(other).toBe(one);
  now = 54 * minute;
  expect(await token()).toBe(one);
  expect(minted()).toBe(1);
  now = 55 * minute;
  expect(await token()).not.toBe(one);
  expect(minted()).toBe(2);
  await fetch.close();
});

it('is tried again after a failure', async () => {
  await using started = await startProvider({ 'a.md': 'A\n' });
  const { fake, repository } = started;
  const fetch = guardedFetch({ provider: 'github', allowHosts: ['127.0.0.1'] });
  const { token } = createInstallationToken(
    fake.app({ repositories: [repository] }),
    createOctokitFactory(fake.url, fetch),
  );
  fake.fail({ kind: 'status', status: 503 });
  await expect(token()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  fake.heal();
  expect(await token()).toMatch(/^ghs_/);
  await fetch.close();
});
