import * as z from 'zod/mini';

/** The part of a provider package's package.json that core reads. */
const manifestSchema = z.object({
  version: z._default(z.string('must be a version'), '0.0.0'),
  prompts: z.object(
    {
      apiVersion: z.literal(1, {
        error: 'must be 1: update @prompts/core, or install an older version of the package',
      }),
      providers: z.record(
        z.string().check(z.minLength(1)),
        z.string('must be a path').check(z.startsWith('./', 'must start with ./')),
        'must be an object of paths by provider name',
      ),
    },
    'must be an object with apiVersion and providers',
  ),
});

export interface ProviderManifest {
  readonly version: string;
  /** The path of each provider's module, relative to the package, by provider name. */
  readonly providers: Readonly<Record<string, string>>;
}

/** A mistake in a manifest. */
export interface ManifestFault {
  /** Dotted path into the package.json. */
  readonly path: string;
  readonly message: string;
  /** The names of the providers that the package seems to have; undefined if that can't be read. */
  readonly names: readonly string[] | undefined;
}

/** @returns undefined for a package that provides nothing. */
export function parseManifest(packageJson: unknown): ProviderManifest | ManifestFault | undefined {
  if (typeof packageJson !== 'object' || packageJson === null || !Object.hasOwn(packageJson, 'prompts'))
    return undefined;
  const result = manifestSchema.safeParse(packageJson);
  if (result.success) return { version: result.data.version, providers: result.data.prompts.providers };
  const { path = [], message = 'is malformed' } = result.error.issues[0] ?? {};
  const { prompts } = packageJson as { readonly prompts: unknown };
  const names = Object.keys(Object(Object(prompts).providers));
  return { path: path.join('.'), message, names: names.length > 0 ? names : undefined };
}
