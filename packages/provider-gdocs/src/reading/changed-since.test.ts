import { expect, it } from 'vitest';
import type { Route } from '../test-support/route.ts';
import { context, idOf, startProvider } from '../test-support/start-provider.ts';

it('does not lose a change that is read while the document is being checked', async () => {
  const arrival = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  let isSlow = false;
  /** Responds with the state at the time at which the request arrived. */
  const slowFacts: Route = {
    path: new RegExp(`^/drive/v3/files/(?<id>${idOf('a')})$`),
    async respond() {
      const facts = Response.json(started.fake.state.files.get(idOf('a')));
      if (isSlow) {
        arrival.resolve();
        await release.promise;
      }
      return facts;
    },
  };
  await using started = await startProvider(['drive.readonly'], { routes: [slowFacts] });
  for (const name of ['a', 'b']) started.write(name, 'text');
  const [config, other] = [started.config('a'), started.config('b')];
  const template = await started.provider.load(config, context);
  const otherTemplate = await started.provider.load(other, context);
  isSlow = true;
  const refreshed = started.provider.refresh(config, { ...context, previous: template });
  await arrival.promise;
  started.write('a', 'changed');
  await started.provider.changedSince([{ config: other, template: otherTemplate }], context);
  release.resolve();
  expect(await refreshed).toBe(template);
  expect(await started.provider.changedSince([{ config, template }], context)).toEqual([0]);
});
