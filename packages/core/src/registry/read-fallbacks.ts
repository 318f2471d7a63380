import type { CreatePromptsOptions } from '../config/create-prompts-options.ts';
import { type ConfigIssue, invalid } from '../config/issues.ts';
import type { ParsedEntry } from '../config/parsed-entry.ts';
import { fromThrown } from '../errors/from-thrown.ts';
import { silentLogger } from '../logger.ts';
import type { AnyProvider } from '../provider/provider.ts';
import type { ProviderSources } from './provider-sources.ts';

/**
 * Reads the fallbacks that are files. They are read once: a fallback must be there when everything else has failed.
 * @param issues Receives every mistake.
 * @returns The entries, each with the text of its fallback.
 */
export async function readFallbacks(
  entries: readonly ParsedEntry[],
  options: CreatePromptsOptions,
  platform: ProviderSources,
  issues: ConfigIssue[],
): Promise<readonly ParsedEntry[]> {
  if (entries.every(({ fallbackFile }) => fallbackFile === undefined)) return entries;
  const files = platform.files?.(options);
  return Promise.all(
    entries.map(async (entry) => {
      const { name, fallbackFile } = entry;
      if (fallbackFile === undefined) return entry;
      const path = `systemPrompts.${name}.fallback`;
      if (files) return { ...entry, fallback: await read(fallbackFile, files, path) };
      issues.push(invalid(path, 'this runtime has no file system: write the text itself'));
      return entry;
    }),
  );

  async function read(file: string, files: AnyProvider, path: string): Promise<string | undefined> {
    try {
      const config = { file };
      const result = await files.configSchema?.['~standard'].validate(config);
      for (const { message } of result?.issues ?? []) issues.push(invalid(`${path}.file`, message));
      if (result?.issues) return undefined;
      const { signal } = new AbortController();
      return (await files.load(config, { signal, logger: silentLogger })).content;
    } catch (thrown) {
      issues.push(invalid(`${path}.file`, fromThrown(thrown, 'file', {}).message));
      return undefined;
    }
  }
}
