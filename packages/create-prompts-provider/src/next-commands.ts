/**
 * Returns the commands that install and test a new package.
 * @param userAgent The environment variable `npm_config_user_agent`, which package managers set: `pnpm/11.1.0 npm/? node/v24.1.0`.
 */
export function nextCommands(folder: string, userAgent: string | undefined): readonly string[] {
  const name = userAgent?.split('/')[0] ?? '';
  const manager = ['pnpm', 'yarn', 'bun'].includes(name) ? name : 'npm';
  // `bun test` is another test runner.
  return [`cd ${folder}`, `${manager} install`, `${manager} run test`];
}
