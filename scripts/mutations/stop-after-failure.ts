import { beforeEach, onTestFailed } from 'vitest';

/** The test files in which a check has failed. */
const caught = new Set<string>();

// One failure is enough: the remaining checks of the mutant would only take time.
beforeEach(({ task, skip }) => {
  const { filepath } = task.file;
  skip(caught.has(filepath), 'a check has failed already');
  onTestFailed(() => void caught.add(filepath));
});
