import type { Connection } from './connection.ts';
import { wait } from './wait.ts';

/** Milliseconds until the next candidate is tried as well, because one that is frozen doesn't refuse a connection. */
const nextCandidateMs = 1000;

/**
 * Connects to one of several servers that can replace each other. They are tried in their order: the next one when one has
 * failed, or has not responded within 1 s. All other connections are ended.
 * @param connect Connects to one server, as `BusServer.connect` does.
 * @returns The first connection that is established.
 * @throws AggregateError with all errors, if no server is left.
 */
export async function connectToFirst<Candidate, Opened extends Pick<Connection, 'end'>>(
  candidates: readonly Candidate[],
  connect: (candidate: Candidate, signal: AbortSignal) => Promise<Opened>,
  signal: AbortSignal,
): Promise<Opened> {
  const done = new AbortController();
  const stop = AbortSignal.any([signal, done.signal]);
  const attempts: Promise<Opened>[] = [];
  let first: Opened | undefined;
  try {
    for (const candidate of candidates) {
      const attempt = connect(candidate, stop);
      attempts.push(attempt);
      const any = Promise.any(attempts);
      const isOver = Promise.race([any, attempt, wait(nextCandidateMs, stop)]);
      const opened = await isOver.catch(() => undefined);
      if (opened || signal.aborted) break;
    }
    first = await Promise.any(attempts);
    return first;
  } finally {
    done.abort();
    for (const attempt of attempts) {
      attempt.then(
        (opened) => {
          if (opened !== first) opened.end();
        },
        () => {},
      );
    }
  }
}
