/** A real server that tests control. It listens on 127.0.0.1. */
export interface BusTestServer {
  /** The server's address, with the host 127.0.0.1, a port, and the credentials to use. It is the same after a restart. */
  readonly url: string;
  /** Ends the server as a power failure would (SIGKILL): its connections break. Resolves when they have. */
  kill(): Promise<void>;
  /** Starts the server again on the same port, after ending it if it is running. Resolves when it accepts connections. */
  restart(): Promise<void>;
  /** Freezes the server (SIGSTOP): its connections stay open, but it doesn't respond. Without it, some tests are skipped. */
  pause?(): Promise<void>;
  /** Resumes a frozen server (SIGCONT). */
  resume?(): Promise<void>;
  /** Ends the server for good, whatever its state, and removes everything that it has left behind. */
  stop(): Promise<void>;
}

/** Thrown when a server can't be started on this machine. Its message is the reason that skipped tests report. */
export class UnavailableServer extends Error {
  override readonly name = 'UnavailableServer';
}
