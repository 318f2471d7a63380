import { PromptError } from '../../errors/prompt-error.ts';
import type { PromptHook } from '../../hooks/hook.ts';
import { parseText } from './journal.ts';

const prefix = 'via/';

/** The names whose texts a hook checks. */
export const checkedNames: readonly string[] = ['two', 'kept/x'];

/** Returns a name that a hook redirects to this one. */
export function toRedirected(name: string): string {
  return prefix + name;
}

/** Whether the hook that checks texts rejects a version of this name. */
export function isRejected(name: string, version: number | undefined): boolean {
  return checkedNames.includes(name) && version !== undefined && version % 3 === 2;
}

/** One hook that redirects, and one that rejects some texts. */
export function createHooks(): PromptHook[] {
  return [
    {
      name: 'redirect',
      names: (name) => name.startsWith(prefix),
      before: (request) => ({ ...request, name: request.name.slice(prefix.length) }),
    },
    {
      name: 'check',
      names: checkedNames,
      loaded(template, { name }) {
        if (isRejected(name, parseText(template.content)?.version))
          throw new PromptError('CONTENT_INVALID', 'rejected');
        return template;
      },
    },
  ];
}
