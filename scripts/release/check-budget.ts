import { stat } from 'node:fs/promises';
import { type Budget, budgets } from './budgets.ts';
import { command } from './command.ts';
import { findDependencies } from './find-dependencies.ts';

/**
 * Checks that a packed package keeps within its budget.
 * @param folder The folder of its sources, whose dependencies are installed.
 * @param name The name of the package.
 * @throws {Error} That names everything above its budget, or if there is none.
 */
export async function checkBudget(folder: string, name: string, tarball: string): Promise<void> {
  const budget = budgets[name];
  if (budget === undefined) throw new Error(`${name} has no budget: add one to scripts/release/budgets.ts`);
  const weight: Omit<Budget, 'importRatio'> = {
    files: (await command(folder, 'tar', '-tzf', tarball)).trim().split('\n').length,
    kilobytes: Math.ceil((await stat(tarball)).size / 1000),
    dependencies: (await findDependencies(folder)).size,
  };
  const units = ['files', 'kilobytes', 'dependencies'] as const;
  const above = units.filter((unit) => weight[unit] > budget[unit]);
  if (above.length === 0) return;
  const list = above.map((unit) => `${weight[unit]} ${unit} (budget: ${budget[unit]})`).join(', ');
  throw new Error(`${name} has ${list}: make it lighter, or raise its budget in scripts/release/budgets.ts`);
}
