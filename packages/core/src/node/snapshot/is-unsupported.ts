/** The error codes of file systems for operations that they don't support (SMB, exFAT, some containers). */
const unsupportedCodes: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL', 'EMLINK']);

export function isUnsupported(error: unknown): boolean {
  return unsupportedCodes.has((error as NodeJS.ErrnoException).code ?? '');
}
