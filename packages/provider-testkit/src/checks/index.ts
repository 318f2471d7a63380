import { abortChecks } from './abort.ts';
import { accessChecks } from './access.ts';
import { changeChecks } from './changes.ts';
import { closingChecks } from './closing.ts';
import { collectionChecks } from './collections.ts';
import { faultChecks } from './faults.ts';
import { manyChecks } from './many.ts';
import { methodChecks } from './methods.ts';
import { pushChecks } from './push.ts';
import { textChecks } from './text.ts';
import { versionChecks } from './versions.ts';

/** All checks, by group. */
export const checkGroups = {
  text: textChecks,
  versions: versionChecks,
  access: accessChecks,
  faults: faultChecks,
  abort: abortChecks,
  methods: methodChecks,
  many: manyChecks,
  changes: changeChecks,
  collections: collectionChecks,
  push: pushChecks,
  closing: closingChecks,
} as const;

/** The id of a check, for `cannot`. It is in brackets at the end of each test's title. */
export type CheckId = (typeof checkGroups)[keyof typeof checkGroups][number]['id'];
