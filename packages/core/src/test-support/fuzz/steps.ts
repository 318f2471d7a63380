import type { MapStore } from '../map-store.ts';
import type { Behaviour, SourceFeatures } from './fuzz-source.ts';
import type { Random } from './random.ts';

/** One event of a run, as data: a shorter list of steps is a run, too. */
export type Step =
  | { readonly do: 'advance'; readonly ms: number }
  | { readonly do: 'edit' | 'delete' | 'announce'; readonly source: string; readonly page: string }
  | { readonly do: 'behave'; readonly source: string; readonly page: string; readonly behaviour: Behaviour }
  | { readonly do: 'get' | 'peek'; readonly process: number; readonly name: string }
  | { readonly do: 'refresh'; readonly process: number; readonly names?: readonly string[] }
  | { readonly do: 'receive'; readonly process: number; readonly source: string; readonly page: string }
  | { readonly do: 'restart'; readonly process: number; readonly keepsSnapshot: boolean }
  | { readonly do: 'bus'; readonly isCut: boolean }
  | { readonly do: 'message'; readonly replayed?: number }
  | { readonly do: 'store'; readonly answer: MapStore['answer'] | 'cleared' }
  | { readonly do: 'point'; readonly source: string; readonly name: string; readonly page: string }
  | { readonly do: 'unlist'; readonly source: string; readonly name: string }
  | { readonly do: 'readAll'; readonly process: number }
  | { readonly do: 'converge' };

/** The parameters and the steps of a run. */
export interface Plan {
  readonly seed: number;
  readonly hasStore: boolean;
  readonly hasBus: boolean;
  readonly hasSnapshot: boolean;
  readonly hasKey: boolean;
  readonly hasHooks: boolean;
  /** Whether a hook makes one more prompt of the others. */
  readonly hasMixture: boolean;
  readonly features: Readonly<Record<string, SourceFeatures>>;
  readonly steps: readonly Step[];
}

export const sourceNames = ['wiki', 'repo'] as const;
const pages = ['a', 'b', 'c', 'd'] as const;
const listedNames = ['x', 'y', 'z'] as const;
const names = ['one', 'alias', 'two', 'three', 'four', 'all/x', 'all/y', 'all/z', 'kept/x', 'kept/y'] as const;
const refreshable = [...names, 'all/*', 'kept/*'] as const;
const durationsMs = [1, 50, 300, 1000, 1000, 3000, 3000, 11_000, 11_000, 35_000, 70_000, 400_000] as const;
const behaviours = ['slow', 'slow', 'hangs', 'fails', 'limited', 'empty', 'null', 'short', 'old'] as const;

/** Creates the plan that a seed stands for. */
export function createPlan(seed: number, random: Random, stepCount: number, hasMixture = false): Plan {
  const flip = () => random.isTrue(0.5);
  const createFeatures = (): SourceFeatures => ({
    hasBatches: flip(),
    hasChangedSince: flip(),
    hasRefresh: flip(),
    hasVersions: flip(),
    listed: random.pick(['names', 'versions', 'texts']),
  });
  return {
    seed,
    hasStore: random.isTrue(0.7),
    hasBus: random.isTrue(0.7),
    hasSnapshot: flip(),
    hasKey: flip(),
    hasMixture,
    features: Object.fromEntries(sourceNames.map((name) => [name, createFeatures()])),
    steps: [...Array.from({ length: stepCount }, () => createStep(random)), { do: 'converge' }],
    hasHooks: flip(),
  };
}

function createStep(random: Random): Step {
  const process = random.pick([0, 1]);
  const source = random.pick(sourceNames);
  const page = random.pick(pages);
  const name = random.pick(names);
  const kinds: [number, () => Step][] = [
    [24, () => ({ do: 'advance', ms: random.pick(durationsMs) })],
    [14, () => ({ do: 'edit', source, page })],
    [1, () => ({ do: 'delete', source, page })],
    [7, () => ({ do: 'behave', source, page: random.pick(['*', page]), behaviour: random.pick(behaviours) })],
    [9, () => ({ do: 'behave', source, page: random.pick(['*', page]), behaviour: 'ok' })],
    [10, () => ({ do: 'get', process, name })],
    [4, () => ({ do: 'peek', process, name })],
    [6, () => ({ do: 'readAll', process })],
    [3, () => ({ do: 'refresh', process })],
    [5, () => ({ do: 'refresh', process, names: [random.pick(refreshable), random.pick(refreshable)] })],
    [6, () => ({ do: 'receive', process, source, page })],
    [3, () => ({ do: 'announce', source, page })],
    [3, () => ({ do: 'restart', process, keepsSnapshot: random.isTrue(0.8) })],
    [2, () => ({ do: 'bus', isCut: random.isTrue(0.4) })],
    [1, () => ({ do: 'message', ...(random.isTrue(0.7) && { replayed: Math.floor(random.next() * 1000) }) })],
    [3, () => ({ do: 'store', answer: random.pick(['ok', 'ok', 'hangs', 'fails', 'cleared']) })],
    [4, () => ({ do: 'point', source, name: random.pick(listedNames), page })],
    [2, () => ({ do: 'unlist', source, name: random.pick(listedNames) })],
    [2, () => ({ do: 'converge' })],
  ];
  let rest = random.next() * kinds.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, create] of kinds) {
    rest -= weight;
    if (rest < 0) return create();
  }
  return { do: 'converge' };
}
