type Ranges = Readonly<Record<string, string>>;

const groups = ['dependencies', 'peerDependencies', 'devDependencies'] as const;

/**
 * Fills in the versions in the `package.json` of the template, where all of them are `*`.
 * @param tested The `devDependencies` of the generator: what the template is tested with, so that the versions have one place.
 */
export function fillManifest(json: string, tested: Ranges): string {
  const manifest = JSON.parse(json) as Record<(typeof groups)[number], Ranges>;
  const filled = groups.map((group) => [
    group,
    Object.fromEntries(Object.keys(manifest[group]).map((name) => [name, tested[name]])),
  ]);
  return `${JSON.stringify({ ...manifest, ...Object.fromEntries(filled) }, undefined, 2)}\n`;
}
