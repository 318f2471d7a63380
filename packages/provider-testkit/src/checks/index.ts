import { abortChecks } from './abort.ts';
import { accessChecks } from './access.ts';
import { closingChecks } from './closing.ts';
import { faultChecks } from './faults.ts';
import { manyChecks } from './many.ts';
import { pushChecks } from './push.ts';
import { textChecks } from './text.ts';
import { versionChecks } from './versions.ts';

/** Every check, by what it is about. */
export const checkGroups = {
  text: textChecks,
  versions: versionChecks,
  access: accessChecks,
  faults: faultChecks,
  abort: abortChecks,
  many: manyChecks,
  push: pushChecks,
  closing: closingChecks,
} as const;

/** What `cannot` may name. It stands in brackets behind each test's title. */
export type CheckId = (typeof checkGroups)[keyof typeof checkGroups][number]['id'];
