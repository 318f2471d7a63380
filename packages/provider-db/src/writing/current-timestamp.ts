/** Returns the current time in the format of the timestamp columns: ISO 8601 in UTC. */
export function currentTimestamp(): string {
  return new Date().toISOString();
}
