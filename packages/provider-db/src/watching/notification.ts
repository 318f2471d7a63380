import { isOurs, type ParsedConfig } from '../config-schema.ts';
import { defaultLabel, latestLabel } from '../history/tables.ts';

/** A change that PostgreSQL announces: a new version of a prompt (label `latest`), or a label that moved. */
export interface ChangeNotification {
  readonly name: string;
  readonly label: string;
}

/** Parses the payload of a notification. Returns undefined if it is not one of ours. */
export function parseNotification(payload: string): ChangeNotification | undefined {
  try {
    const { name, label } = JSON.parse(payload);
    return typeof name === 'string' && typeof label === 'string' ? { name, label } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a change may affect what a config reads from our tables. */
export function affects({ name, label }: ChangeNotification, config: ParsedConfig): boolean {
  if (!isOurs(config)) return false;
  const labels = config.label === undefined ? [defaultLabel, latestLabel] : [config.label];
  if (!labels.includes(label)) return false;
  return config.name === undefined ? name.startsWith(config.prefix ?? '') : config.name === name;
}
