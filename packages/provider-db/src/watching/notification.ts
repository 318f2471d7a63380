import { isOurs, type ParsedConfig } from '../config-schema.ts';
import { defaultLabel, latestLabel } from '../history/tables.ts';

/** A change that PostgreSQL announces: a new version of a prompt (label `latest`), a label that moved, or a deprecation. */
export interface ChangeNotification {
  readonly name: string;
  /** Null if the change concerns the prompt under every label. */
  readonly label: string | null;
}

/** Parses the payload of a notification. Returns undefined if it is not one of ours. */
export function parseNotification(payload: string): ChangeNotification | undefined {
  try {
    const { name, label } = JSON.parse(payload);
    return typeof name === 'string' && (typeof label === 'string' || label === null) ? { name, label } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a change may affect what a config reads from our tables. */
export function affects({ name, label }: ChangeNotification, config: ParsedConfig): boolean {
  if (!isOurs(config)) return false;
  const labels = config.label === undefined ? [defaultLabel, latestLabel] : [config.label];
  if (label !== null && !labels.includes(label)) return false;
  return config.name === undefined ? name.startsWith(config.prefix ?? '') : config.name === name;
}
