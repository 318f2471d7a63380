/** Names of our tables. */
export const tables = {
  prompts: 'prompts',
  versions: 'prompt_versions',
  labels: 'prompt_labels',
  changes: 'prompt_changes',
} as const;

/** What an entry reads that names neither label nor version, where a prompt has it. */
export const defaultLabel = 'production';

/** Always the newest version, without anyone setting it. */
export const latestLabel = 'latest';

/** Characters of a name, a label or an author. */
export const longestName = 255;

/** One row of the change log. */
export type Action = 'publish' | 'label' | 'rollback' | 'deprecate';

/** Where PostgreSQL tells of changes. The payload is JSON: `{ "name": …, "label": … }`. */
export const channel = 'prompts_changed';
