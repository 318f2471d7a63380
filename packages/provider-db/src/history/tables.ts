/** The names of the package's tables. */
export const tables = {
  prompts: 'prompts',
  versions: 'prompt_versions',
  labels: 'prompt_labels',
  changes: 'prompt_changes',
} as const;

/** The label that an entry with neither `label` nor `version` reads, if the prompt has it. */
export const defaultLabel = 'production';

/** A label that always refers to the newest version. It is not stored. */
export const latestLabel = 'latest';

/** The maximum length of a name, a label or an author, in UTF-16 code units. */
export const maxNameLength = 255;

/** The action recorded in a row of the change log. */
export type ChangeAction = 'publish' | 'label' | 'rollback' | 'deprecate';

/** The channel of PostgreSQL notifications. The payload is JSON: `{ "name": …, "label": … }`. */
export const channel = 'prompts_changed';
