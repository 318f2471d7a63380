import { createUsage } from './create-usage.ts';
import type { AnalyticsOptions } from './options.ts';
import type { Usage } from './usage.ts';

/**
 * Creates a hook that counts which versions of prompts are served, in a database of the app.
 * @param options Where and how often counts are written, and what they are kept by.
 * @returns The hook, for the `hooks` of `createPrompts`. It connects when it first has something to write.
 * @throws PromptError `CONFIG_INVALID` with all mistakes of the options, also if the driver of the database is not installed.
 * @example
 * ```ts
 * const usage = analytics({ store: 'sqlite:./usage.db' });
 * const prompts = await createPrompts({ systemPrompts: { support: 'You help {{name}}.' }, hooks: [usage] });
 * await prompts.render('support', { name: 'Ada' });
 * usage.record('support', { score: 1 });
 * console.log(await usage.query({ by: ['prompt', 'version'] }));
 * await prompts.close();
 * ```
 */
export function analytics<const Dimension extends string = never>(
  options: AnalyticsOptions<Dimension>,
): Usage<Dimension> {
  return createUsage(options);
}
