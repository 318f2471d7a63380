import type { PromptErrorCode } from '@prompts/core';

/** A connection that can be checked and ended. It doesn't keep the process alive, and doesn't reconnect by itself. */
export interface Connection {
  /** @returns A promise that resolves when the server has responded. */
  ping(): Promise<void>;
  /** Resolves when the connection is lost or has been ended. */
  readonly lost: Promise<void>;
  /** Ends the connection immediately, without waiting for the server. Further calls have no effect. */
  end(): void;
}

/** A connection to a server that relays messages. */
export interface BusConnection extends Connection {
  /**
   * Called at most once.
   * @returns A promise that resolves when the server will deliver every later message.
   */
  listen(listener: (message: string) => void): Promise<void>;
  /** @returns A promise that resolves when the server has accepted the message. */
  publish(message: string): Promise<void>;
}

/** A server that relays messages, as `busOver` needs it. */
export interface BusServer {
  /** For error messages: `Redis at 10.0.0.7:6379`. Must not contain a secret. */
  readonly name: string;
  /**
   * Opens a connection.
   * @param signal Aborted when the connection is no longer wanted. Whatever was started must then be ended.
   */
  connect(signal: AbortSignal): Promise<BusConnection>;
  /**
   * Interprets an error of the client. Its message is never passed on, because it may contain credentials. A `PromptError`
   * is passed on unchanged, without a call.
   * @returns Why the server refused, or undefined if it is unavailable at the moment. A `BusFault` says it in its own words.
   */
  refusal(error: unknown): BusRefusal | BusFault | undefined;
}

/** Why a server refuses a request of a bus. */
export type BusRefusal = Extract<PromptErrorCode, 'AUTH_FAILED' | 'FORBIDDEN' | 'CONFIG_INVALID'>;

/** Why a server can't be used, if the usual words for it say too little. */
export interface BusFault {
  readonly code: PromptErrorCode;
  /** Continues a sentence that begins with the server's name, and says what to do. Must not contain a secret. */
  readonly message: string;
}
