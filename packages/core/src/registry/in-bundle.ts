/** Returns what makes a provider part of a bundle, where installed packages can't be discovered. */
export function inBundle(packageName: string): string {
  return (
    `In a bundle or a standalone output of Next.js, add import '${packageName}/register' to the app, ` +
    'or ship the package with it (outputFileTracingIncludes).'
  );
}
