/** A real server that tests started. It listens on 127.0.0.1 only, and keeps its data in a temporary folder. */
export interface TestServer {
  /** Signs in as the superuser. The password was made when the server was. */
  readonly url: string;
  /** The process that listens; another one after a restart. */
  readonly pid: number;
  /** Ends it as an administrator would, and removes its folder. */
  stop(): Promise<void>;
  /** Ends it as a power cut would (SIGKILL). The data stays for {@link restart}. */
  kill(): Promise<void>;
  /** Starts it again, on the same port and with the same data. One that runs is ended first, as in {@link stop}. */
  restart(): Promise<void>;
  /** Stops its processes (SIGSTOP): connections stay open and nobody answers. */
  pause(): Promise<void>;
  /** Goes on after {@link pause}. */
  resume(): Promise<void>;
}

/** Thrown where a server can't be had on this machine; the message says what to do. */
export class UnavailableServer extends Error {
  override readonly name = 'UnavailableServer';
}
