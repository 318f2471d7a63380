import type { Logger } from '@prompts/core';

/** A logger that keeps its messages. */
export interface RecordedLogger extends Logger {
  readonly warnings: string[];
  readonly infos: string[];
}

export function recordedLogger(): RecordedLogger {
  const warnings: string[] = [];
  const infos: string[] = [];
  return {
    warnings,
    infos,
    debug() {},
    info: (message) => void infos.push(message),
    warn: (message) => void warnings.push(message),
    error() {},
  };
}
