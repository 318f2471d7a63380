import { readFileSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { exists } from '../exists.ts';
import { isInside } from '../is-inside.ts';
import { findAppManifest } from './find-package.ts';

const dependencyFields = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

interface RunningProgram {
  /** The path of the program, as in `process.argv[1]`. */
  readonly program: string | undefined;
  readonly workingFolder: string;
}

/**
 * Returns the folder of the app's package.json. Discovery imports code that this file names, so it is found from the program
 * that runs: a tool that is installed elsewhere must not import the code of the folder in which it is started. A tool of the
 * project itself, such as a test runner, runs for the project.
 */
export function findAppRoot({ program, workingFolder }: RunningProgram): string {
  const workingManifest = findAppManifest(workingFolder);
  const paths = program !== undefined && isAbsolute(program) ? [program, realPath(program)] : [];
  const programManifest = paths[1] === undefined ? undefined : findAppManifest(dirname(paths[1]));
  const isOwnTool = workingManifest !== undefined && paths.some((path) => path && isToolOf(path, workingManifest));
  const candidates = isOwnTool ? [workingManifest, programManifest] : [programManifest, workingManifest];
  const manifests = candidates.filter((manifest) => manifest !== undefined);
  const manifest = manifests.find(dependsOnCore) ?? manifests[0];
  return manifest === undefined ? workingFolder : dirname(manifest);
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** Whether a program is in the `node_modules` of a project, or of the workspace that the project is part of. */
function isToolOf(program: string, manifest: string): boolean {
  const project = dirname(manifest);
  for (let folder = project; ; folder = dirname(folder)) {
    const isRelevant = folder === project || isWorkspace(folder);
    if (isRelevant && isInside(program, join(folder, 'node_modules'))) return true;
    if (folder === dirname(folder)) return false;
  }
}

function isWorkspace(folder: string): boolean {
  if (exists(join(folder, 'pnpm-workspace.yaml'))) return true;
  return readManifest(join(folder, 'package.json')).workspaces !== undefined;
}

function dependsOnCore(manifest: string): boolean {
  const fields = readManifest(manifest);
  return dependencyFields.some((field) => Object.hasOwn(Object(fields[field]), '@prompts/core'));
}

/** A missing or malformed file declares nothing. Discovery reports malformed ones. */
function readManifest(path: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return {};
  }
}
