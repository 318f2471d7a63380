/** Encodes bytes as base64 with a line break after every 60 characters, as GitHub does. */
export function base64Lines(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('base64')
    .replace(/.{60}|.+$/g, '$&\n');
}

/** Percent-encodes the segments of a path. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

export function nodeId(kind: string, id: string | number): string {
  return Buffer.from(`${kind}:${id}`).toString('base64');
}

/** Formats a time in ISO 8601 without milliseconds, as GitHub does. */
export function isoSeconds(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/\.\d+/, '');
}
