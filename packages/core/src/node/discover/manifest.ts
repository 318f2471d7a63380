import { z } from 'zod';

/** The part of a provider package's package.json that core reads. */
const manifestSchema = z.object({
  version: z.string().default('0.0.0'),
  prompts: z.object({
    apiVersion: z.literal(1, {
      error: 'apiVersion must be 1: update @prompts/core, or install an older version of the package',
    }),
    providers: z.record(z.string().min(1), z.string().startsWith('./', 'a path must start with ./')),
  }),
});

export interface ProviderManifest {
  readonly version: string;
  /** The path of each provider's module, relative to the package, by provider name. */
  readonly providers: Readonly<Record<string, string>>;
}

/** @returns undefined for a package that provides nothing; a string that says what is wrong with a manifest. */
export function parseManifest(packageJson: unknown): ProviderManifest | string | undefined {
  if (typeof packageJson !== 'object' || packageJson === null || !Object.hasOwn(packageJson, 'prompts'))
    return undefined;
  const result = manifestSchema.safeParse(packageJson);
  if (result.success) return { version: result.data.version, providers: result.data.prompts.providers };
  const [issue] = result.error.issues;
  return issue === undefined ? 'malformed' : `${issue.path.join('.')}: ${issue.message}`;
}
