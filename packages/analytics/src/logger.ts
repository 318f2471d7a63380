import type { Logger } from '@prompts/core';
import type { AnalyticsOptions } from './options.ts';

/** The methods of a logger that this package uses. */
export type UsageLogger = Pick<Logger, 'info' | 'warn'>;

const consoleLogger: UsageLogger = {
  info() {},
  // biome-ignore lint/suspicious/noConsole: the default logger writes there, as that of core does
  warn: (message) => console.warn(message),
};

const silentLogger: UsageLogger = { info() {}, warn() {} };

/** @returns A logger whose messages name this package. By default, warnings go to the console. */
export function toLogger(given: AnalyticsOptions['logger']): UsageLogger {
  const logger = given === false ? silentLogger : (given ?? consoleLogger);
  return {
    info: (message) => logger.info(`analytics: ${message}`),
    warn: (message) => logger.warn(`analytics: ${message}`),
  };
}
