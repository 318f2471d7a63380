/** What file systems answer to an operation that they don't have (SMB, exFAT, some containers). */
const unsupportedCodes: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL', 'EMLINK']);

export function isUnsupported(error: unknown): boolean {
  return unsupportedCodes.has((error as NodeJS.ErrnoException).code ?? '');
}
