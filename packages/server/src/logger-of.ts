import type { CreatePromptsOptions, Logger } from '@prompts/core';

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** @returns Where the reports of this package go: `logger`, by default the console. */
export function loggerOf(given: CreatePromptsOptions['logger']): Logger {
  return given === false ? silent : (given ?? console);
}
