/// <reference lib="esnext.disposable" preserve="true" />

/** Options for keeping texts beyond memory and sharing them with other processes. */
export interface TierOptions {
  /** File that holds the last good texts, so that an app can start while its sources are down. Node only. */
  readonly snapshot?: string | undefined;
  /** Storage shared by a fleet of processes, so that one of them fetches for all: `new Keyv(…)`. */
  readonly store?: PromptStore | undefined;
  /** How many seconds an attempt waits for the store, in total. Default 0.25. */
  readonly storeTimeout?: number | undefined;
  /** How many seconds it takes until another process takes over from one that died during a fetch. Default 10. */
  readonly lease?: number | undefined;
  /** Announces changes to other processes. */
  readonly bus?: PromptBus | undefined;
  /**
   * Authenticates values in the store and the snapshot (HMAC-SHA-256), so that write access to either is not enough to
   * change a prompt.
   */
  readonly integrityKey?: IntegrityKey | undefined;
  /** Part of every key and message. Required with a `store` if credentials are functions, which can't be compared. */
  readonly namespace?: string | undefined;
}

/** A store as core uses it, such as `new Keyv(…)`. */
export interface PromptStore {
  get(key: string): Promise<unknown>;
  /** @param ttl milliseconds; 0 means forever. */
  set(key: string, value: string, ttl?: number): Promise<unknown>;
  delete(key: string): Promise<unknown>;
  getMany?(keys: string[]): Promise<unknown[]>;
  /**
   * Sets a key that has no value, atomically, for `ttl` milliseconds; resolves with whether the key was set. Keyv does
   * not have this method. With it, two processes never fetch at the same time.
   */
  setIfAbsent?(key: string, value: string, ttl: number): Promise<boolean>;
  on?(event: 'error', listener: (error: unknown) => void): unknown;
  off?(event: 'error', listener: (error: unknown) => void): unknown;
}

/** How processes announce changes to each other. Messages are delivered at most once, in any order. */
export interface PromptBus {
  publish(message: string): Promise<void>;
  /**
   * @param events `lost`: messages are not received for now. `restored`: they are received again; those published in
   * between are lost.
   */
  subscribe(
    listener: (message: string) => void,
    events?: { lost?(): void; restored?(): void },
  ): Promise<AsyncDisposable>;
}

/** The key that authenticates values in the store and the snapshot. A function is called whenever the key is needed. */
export type IntegrityKey = string | (() => string | Promise<string>);
