import { testExperimentStore } from '@prompts/experiments/testing';
import { dialects, freshDatabase } from '../../../scripts/test/databases/fresh-database.ts';
import { analytics } from './analytics.ts';
import type { Usage } from './usage.ts';

for (const dialect of dialects) {
  testExperimentStore(`analytics on ${dialect}`, async () => {
    const database = await freshDatabase(dialect);
    const hooks: Usage[] = [];
    const openStore = () => {
      const usage = analytics({ store: database.url, logger: false });
      hooks.push(usage);
      return usage.experimentStore();
    };
    return {
      store: openStore(),
      openAnother: async () => openStore(),
      async [Symbol.asyncDispose]() {
        await Promise.all(hooks.map((usage) => usage.close()));
        await database.drop();
      },
    };
  });
}
