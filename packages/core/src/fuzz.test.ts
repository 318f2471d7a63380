import { expect, it } from 'vitest';
import { createRandom } from './test-support/fuzz/random.ts';
import { runPlan } from './test-support/fuzz/run-plan.ts';
import { shortenPlan } from './test-support/fuzz/shorten-plan.ts';
import { createPlan } from './test-support/fuzz/steps.ts';

const { PROMPTS_FUZZ_SEEDS = '1-20', PROMPTS_FUZZ_STEPS = '100', PROMPTS_FUZZ_SHORTEN = '150' } = process.env;

const [firstSeed = 1, lastSeed = firstSeed] = PROMPTS_FUZZ_SEEDS.split('-').map(Number);
const seeds = Array.from({ length: lastSeed - firstSeed + 1 }, (_, index) => firstSeed + index);

/** Runs a seed. @throws an Error that names the fault and the steps that lead to it. */
async function run(seed: number, hasMixture = false): Promise<void> {
  const plan = createPlan(seed, createRandom(seed), Number(PROMPTS_FUZZ_STEPS), hasMixture);
  const failure = await runPlan(plan);
  if (!failure) return;
  const [{ steps, ...setUp }, { message }] = await shortenPlan(plan, failure, Number(PROMPTS_FUZZ_SHORTEN));
  const lines = steps.map((step) => JSON.stringify(step)).join('\n');
  expect.fail(`${message}\n(first: ${failure.message})\n${JSON.stringify(setUp)}\n${lines}`);
}

it.each([
  [2, 'a text that came with a listing was not in the snapshot'],
  [3, 'a restored text was fresh for an entry that shares its source with a member'],
  [5, 'a text that another process loaded before an announcement counted as new'],
  [7, 'a listing that began before an announcement made a text fresh'],
  [13, 'a refresh that a Retry-After forbade was reported as done, and a removed member became fresh'],
  [24, 'an older record replaced a newer one in the store'],
  [40, 'a new member of a failed source was reported as up to date'],
  [43, 'an older listing was applied with the time of a newer one'],
  [87, 'an older text from the store passed for the version that a listing gave'],
  [91, 'a member that was fresh kept its announced collection from being listed'],
  [105, 'a refresh reported the text of a page to which the name led only afterwards'],
  [121, 'a refresh reported a member that another refresh was still loading'],
  [163, 'a text from before an announcement was new to a member that the announced collection listed afterwards'],
  [219, 'a text that was stale already in the store was lost with the store'],
  [286, 'a text that one of two prompts of its source rejected was not in the snapshot'],
  [364, 'a store that could not be read was written with an older record'],
  [548, 'a lease that was not needed any more kept others waiting until it expired'],
  [567, 'a listing confirmed a text that had not been read under its version'],
  [571, 'a reader got the stale text of a source that had failed as fresh'],
  [376, 'a text that no prompt accepted replaced the last good one in the snapshot'],
])('seed %i: no longer %s', (seed) => run(seed), 600_000);

it.each([
  [79, 'a text that came from the store waited for one that was loaded only after it'],
  [129, 'a refresh reported as unchanged what a later read had found in the store'],
])('seed %i, with a prompt made of others: no longer %s', (seed) => run(seed, true), 600_000);

it.each(seeds)('shows no wrong, old or lost text with seed %i', (seed) => run(seed), 600_000);

it.each(seeds)(
  'shows no mixed or old text in a prompt made of others with seed %i',
  (seed) => run(seed, true),
  600_000,
);
