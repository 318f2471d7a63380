import type { Experiments } from '../experiments-hook.ts';

/** Returns the first users that an experiment assigns to a variant. */
export function usersOf(
  tests: Pick<Experiments, 'assign'>,
  experiment: string,
  variant: string,
  count: number,
): string[] {
  const users: string[] = [];
  for (let index = 0; users.length < count && index < 10_000; index += 1) {
    const userId = `u${index}`;
    if (tests.assign(experiment, { userId })?.variant === variant) users.push(userId);
  }
  return users;
}
