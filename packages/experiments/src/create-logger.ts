import type { Logger } from '@prompts/core';

const discard = () => {};
const silent: Logger = { debug: discard, info: discard, warn: discard, error: discard };

/** Returns where reports go: the logger that was given, by default the console, for `false` nowhere. */
export function createLogger(given: Logger | false | undefined): Logger {
  return given === false ? silent : (given ?? console);
}
