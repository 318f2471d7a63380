/** Receives reports about work that no caller waits for. `console` works. Messages never contain secrets, headers or bodies. */
export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** The default: writes warnings and errors to the console. */
const consoleLogger: Logger = {
  debug() {},
  info() {},
  // biome-ignore lint/suspicious/noConsole: this is where the default logger writes
  warn: (message) => console.warn(message),
  // biome-ignore lint/suspicious/noConsole: as above
  error: (message) => console.error(message),
};

/**
 * Returns the logger that core and its providers use. A failure of the app's logger reaches nobody: it would end the work that logs.
 * @param given The option `logger`.
 */
export function loggerOf(given: Logger | false = consoleLogger): Logger {
  if (given === false) return silentLogger;
  const log = (level: keyof Logger) => (message: string) => {
    try {
      given[level](message);
    } catch {}
  };
  return { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
}

/** For `logger: false`: discards everything. */
export const silentLogger: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
};
