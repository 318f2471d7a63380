import { isOurs, type ParsedConfig } from '../config-schema.ts';
import { defaultLabel, latestLabel } from '../history/tables.ts';

/** What PostgreSQL tells: a new version of a prompt (label `latest`), or a label that moved. */
export interface Notice {
  readonly name: string;
  readonly label: string;
}

/** @returns undefined for a payload of somebody else's. */
export function parseNotice(payload: string | undefined): Notice | undefined {
  try {
    const { name, label } = JSON.parse(payload ?? '');
    return typeof name === 'string' && typeof label === 'string' ? { name, label } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether what a config reads from our tables may have changed. */
export function touches({ name, label }: Notice, config: ParsedConfig): boolean {
  if (!isOurs(config)) return false;
  const read = config.label === undefined ? [defaultLabel, latestLabel] : [config.label];
  if (!read.includes(label)) return false;
  return config.name === undefined ? name.startsWith(config.prefix ?? '') : config.name === name;
}
