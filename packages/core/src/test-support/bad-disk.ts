import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

/** How one call fails: its process is killed, or it rejects with this code. A failing write writes half of its text. */
export type DiskFault = 'killed' | 'ENOSPC' | 'EIO';

type Call = (...args: unknown[]) => Promise<unknown>;

const moduleCalls = [
  'link',
  'lstat',
  'mkdir',
  'open',
  'readdir',
  'readFile',
  'realpath',
  'rename',
  'stat',
  'unlink',
  'writeFile',
] as const;
const fileCalls = ['readFile', 'stat', 'writeFile', 'sync', 'close'] as const;

let fault: DiskFault = 'killed';
/** The number of calls up to and including the one that fails. */
let callsLeft = Infinity;
let failedCall: string | undefined;

/** Makes the `callNumber`th call from now on fail, and only that. Counts from 1. */
export function breakDisk(callNumber: number, how: DiskFault): void {
  callsLeft = callNumber;
  fault = how;
  failedCall = undefined;
}

/** Lets all further calls succeed. @returns The name of the call that failed; undefined if none did. */
export function repairDisk(): string | undefined {
  callsLeft = Infinity;
  return failedCall;
}

function die(): Promise<never> {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => {});
}

function toBreakable(name: string, call: Call): Call {
  return async (...args) => {
    callsLeft -= 1;
    if (callsLeft !== 0) return call(...args);
    failedCall = name;
    if (name === 'writeFile') await call(...halveText(args));
    if (fault === 'killed') return die();
    // A failing close closes the file, too.
    if (name === 'close') await call(...args);
    throw Object.assign(new Error(`${fault}: ${name}`), { code: fault });
  };
}

/** Halves the text in the arguments of `writeFile`: the first argument for a file handle, the second for the module. */
function halveText(args: unknown[]): unknown[] {
  const index = typeof args[1] === 'string' ? 1 : 0;
  const text = String(args[index]);
  return args.with(index, text.slice(0, text.length / 2));
}

function makeBreakable(target: object, names: readonly string[]): void {
  const calls = target as Record<string, Call>;
  for (const name of names) calls[name] = toBreakable(name, (calls[name] as Call).bind(target));
}

makeBreakable(fs, moduleCalls);
const open = fs.open as unknown as Call;
fs.open = (async (...args: unknown[]) => {
  const file = (await open(...args)) as object;
  makeBreakable(file, fileCalls);
  return file;
}) as unknown as typeof fs.open;
// Replaces the functions for modules that import them by name, too.
syncBuiltinESMExports();
