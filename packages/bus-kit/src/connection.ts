import type { PromptErrorCode } from '@prompts/core';

/** One connection to a server that passes messages on. It keeps no process alive, and doesn't come back once lost. */
export interface BusConnection {
  /** Asked at most once. @returns when every later message will be heard. */
  listen(listener: (message: string) => void): Promise<void>;
  /** @returns when the server has the message. */
  publish(message: string): Promise<void>;
  /** @returns when the server has answered. */
  ping(): Promise<void>;
  /** Resolves when the connection is lost, or was ended. */
  readonly lost: Promise<void>;
  /** Ends it at once, without waiting for a server that may be gone. Again does nothing. */
  end(): void;
}

/** A server that passes messages on, as a bus sees it. */
export interface BusServer {
  /** For people, in errors: `Redis at 10.0.0.7:6379`. Never a secret. */
  readonly name: string;
  /** @param signal When it is aborted, nobody wants the connection any more: what was begun must end. */
  connect(signal: AbortSignal): Promise<BusConnection>;
  /**
   * What an error of the client means; undefined: the server can't be used now. The client's own words go nowhere, because
   * they may tell credentials. A PromptError is passed on as it is.
   */
  refusal(error: unknown): BusRefusal | undefined;
}

/** Why a server that is there does not do what a bus asks. */
export type BusRefusal = Extract<PromptErrorCode, 'AUTH_FAILED' | 'FORBIDDEN' | 'CONFIG_INVALID'>;
