import { PromptError } from '../errors/prompt-error.ts';

/** Converts an error of the file system to a `PromptError`. Other errors stay as they are. */
export function fromSystemError(error: unknown, file: string, root: string): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new PromptError('NOT_FOUND', `there is no file '${file}' in ${root}: check the path and root`);
    case 'EACCES':
    case 'EPERM':
      return new PromptError('FORBIDDEN', `permission denied for the file '${file}': check its mode and owner`);
    case 'ERR_ACCESS_DENIED':
      return new PromptError('FORBIDDEN', `Node's permissions don't allow reading '${file}': pass --allow-fs-read`);
    case 'ENXIO':
      return notRegularFile(file);
    case 'ELOOP':
      return new PromptError('CONFIG_INVALID', `'${file}' leads through too many symbolic links: correct the links`);
    default:
      return error;
  }
}

export function notRegularFile(file: string): PromptError {
  return new PromptError('CONFIG_INVALID', `'${file}' is not a regular file: specify a text file`);
}
