import type { AnySource } from './check.ts';
import { ensure } from './ensure.ts';

// biome-ignore lint/suspicious/noExplicitAny: checks pass configs on without reading them
type AnyConfig = any;

const parsedConfigs = new WeakMap<AnySource, Map<string, Promise<AnyConfig>>>();

/** Returns the config of a prompt as core passes it to the provider: parsed by `configSchema`, the same object each time. */
export function configOf(source: AnySource, id: string): Promise<AnyConfig> {
  return parseOnce(source, `config('${id}')`, () => source.config(id));
}

/** Returns the parsed configs of prompts. */
export function configsOf(source: AnySource, ids: readonly string[]): Promise<AnyConfig[]> {
  return Promise.all(ids.map((id) => configOf(source, id)));
}

/** Returns the parsed config of a prompt, with credentials that the source rejects. */
export function wrongConfigOf(source: AnySource, id: string): Promise<AnyConfig> {
  return parseOnce(source, `wrongCredentials('${id}')`, () => source.wrongCredentials?.(id));
}

/** Returns the parsed config of one version of a prompt. */
export function versionConfigOf(source: AnySource, id: string, version: string | undefined): Promise<AnyConfig> {
  const origin = `{ ...config('${id}'), version: '${version}' }`;
  return parseOnce(source, origin, () => ({ ...(source.config(id) as object), version }));
}

const collectionOrigin = 'collection()';

/** Returns the parsed config of the collection of all prompts. */
export function collectionOf(source: AnySource): Promise<AnyConfig> {
  return parseOnce(source, collectionOrigin, () => source.collection?.());
}

/** Parses a config with the provider's `configSchema`, as core does. @returns The issues, if it is rejected. */
export async function parseConfig({ configSchema }: Pick<AnySource['provider'], 'configSchema'>, config: unknown) {
  return (await configSchema?.['~standard'].validate(config)) ?? { value: config };
}

function parseOnce(source: AnySource, origin: string, read: () => unknown): Promise<AnyConfig> {
  const parsed = parsedConfigs.get(source) ?? new Map<string, Promise<AnyConfig>>();
  parsedConfigs.set(source, parsed);
  const known = parsed.get(origin) ?? parse(source, origin, read());
  parsed.set(origin, known);
  return known;
}

async function parse({ provider }: AnySource, origin: string, config: unknown): Promise<AnyConfig> {
  const { configSchema, collectionSchema = configSchema } = provider;
  const schema = origin === collectionOrigin ? collectionSchema : configSchema;
  const { issues, ...result } = await parseConfig(schema ? { configSchema: schema } : {}, config);
  const faults = issues?.map(({ path = [], message }) => {
    const keys = path.map((segment) => (typeof segment === 'object' ? segment.key : segment));
    return `${keys.map(String).join('.')} ${message}`.trim();
  });
  ensure(
    faults === undefined,
    `The provider's configSchema must accept ${origin} of the source under test, but reports: ${faults?.join('; ')}. Return what an app writes as the entry's config.`,
  );
  return (result as { readonly value: unknown }).value;
}
