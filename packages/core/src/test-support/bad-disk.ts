import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

/** What becomes of one call: the process is killed at it, or it fails with this code. What it writes is written in part. */
export type DiskFault = 'killed' | 'ENOSPC' | 'EIO';

type Call = (...given: unknown[]) => Promise<unknown>;

const ofModule = [
  'link',
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
const ofFile = ['writeFile', 'sync', 'close'] as const;

let fault: DiskFault = 'killed';
/** Calls until the one that goes wrong, itself included. */
let left = Infinity;
let broken: string | undefined;

/** From here on the `call`th call to the disk goes wrong, and none after it. Counted from 1. */
export function breakDisk(call: number, how: DiskFault): void {
  left = call;
  fault = how;
  broken = undefined;
}

/** @returns the call that has gone wrong; undefined where it never came. */
export function mendDisk(): string | undefined {
  left = Infinity;
  return broken;
}

function die(): Promise<never> {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => {});
}

function breakable(name: string, call: Call): Call {
  return async (...given) => {
    left -= 1;
    if (left !== 0) return call(...given);
    broken = name;
    if (name === 'writeFile') await call(...inPart(given));
    if (fault === 'killed') return die();
    // A file that can't be closed without an error is closed all the same.
    if (name === 'close') await call(...given);
    throw Object.assign(new Error(`${fault}: ${name}`), { code: fault });
  };
}

/** What `writeFile` was given, with half of the text: of a file it is the first, of the module the second. */
function inPart(given: unknown[]): unknown[] {
  const at = typeof given[1] === 'string' ? 1 : 0;
  const text = String(given[at]);
  return given.with(at, text.slice(0, text.length / 2));
}

/** Replaces the functions of `target` by such as can be broken. */
function breakAll(target: object, names: readonly string[]): void {
  const calls = target as Record<string, Call>;
  for (const name of names) calls[name] = breakable(name, (calls[name] as Call).bind(target));
}

breakAll(fs, ofModule);
const open = fs.open as unknown as Call;
fs.open = (async (...given: unknown[]) => {
  const file = (await open(...given)) as object;
  breakAll(file, ofFile);
  return file;
}) as unknown as typeof fs.open;
// Whoever imports the functions by name has these, too.
syncBuiltinESMExports();
