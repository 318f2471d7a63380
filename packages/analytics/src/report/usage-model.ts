import type { MeasureSummary, UsageRow } from '../usage.ts';
import { type Buckets, bucketOf } from './buckets.ts';

/** Reads, and how many of them were not fresh. */
export interface Reads {
  reads: number;
  stale: number;
  fallback: number;
}

/** The counts of one version, or of several that are shown as one. */
export interface VersionUsage extends Reads {
  /** Undefined if several versions are shown as one. */
  readonly version: string | undefined;
  /** How many versions it stands for. */
  readonly versions: number;
  /** The first bucket with reads or measures. */
  firstBucket: number;
  /** Reads per bucket. */
  readonly series: number[];
  readonly measures: Map<string, MeasureSummary>;
}

/** The counts of one prompt. */
export interface PromptUsage extends Reads {
  readonly name: string;
  /** Reads per bucket. */
  readonly series: number[];
  /** Reads per bucket that were not fresh. */
  readonly staleSeries: number[];
  readonly fallbackSeries: number[];
  /** The oldest first. */
  readonly versions: readonly VersionUsage[];
}

/** What the report groups rows by, besides `hour` or `day`. */
export type ReportRow = UsageRow<'prompt' | 'version' | 'state' | 'hour' | 'day'>;

/** Adds up rows per prompt and version. The prompt with the most reads comes first. */
export function summariseUsage(rows: readonly ReportRow[], buckets: Buckets): PromptUsage[] {
  const prompts = Map.groupBy(rows, ({ prompt }) => prompt);
  return Array.from(prompts, ([name, its]) => summarisePrompt(name, its, buckets)).sort(
    (one, other) => other.reads - one.reads || compareTexts(one.name, other.name),
  );
}

function summarisePrompt(name: string, rows: readonly ReportRow[], buckets: Buckets): PromptUsage {
  const emptySeries = () => new Array<number>(buckets.count).fill(0);
  const versions = new Map<string, VersionUsage>();
  const prompt = {
    ...{ name, reads: 0, stale: 0, fallback: 0 },
    ...{ series: emptySeries(), staleSeries: emptySeries(), fallbackSeries: emptySeries() },
  };
  for (const row of rows) {
    const bucket = bucketOf(buckets, row[buckets.unit]);
    const version = versions.get(row.version) ?? createVersion(row.version, emptySeries());
    versions.set(row.version, version);
    version.firstBucket = Math.min(version.firstBucket, bucket);
    for (const series of [prompt.series, version.series]) increase(series, bucket, row.reads);
    for (const sums of [prompt, version]) sums.reads += row.reads;
    if (row.state !== 'fresh') {
      increase(row.state === 'stale' ? prompt.staleSeries : prompt.fallbackSeries, bucket, row.reads);
      for (const sums of [prompt, version]) sums[row.state] += row.reads;
    }
    addMeasures(version.measures, Object.entries(row.measures));
  }
  return { ...prompt, versions: [...versions.values()].sort(compareVersions) };
}

function createVersion(version: string | undefined, series: number[], versions = 1): VersionUsage {
  return {
    ...{ version, versions, series, reads: 0, stale: 0, fallback: 0 },
    ...{ firstBucket: Number.POSITIVE_INFINITY, measures: new Map() },
  };
}

/**
 * Merges all but the newest and the most read versions into one, which comes first.
 * @param maxVersions How many are kept.
 */
export function mergeVersions(versions: readonly VersionUsage[], maxVersions: number): readonly VersionUsage[] {
  if (versions.length <= maxVersions) return versions;
  const newest = versions.at(-1);
  const byReads = versions.toSorted((one, other) => other.reads - one.reads).filter((each) => each !== newest);
  const kept = new Set([newest, ...byReads.slice(0, maxVersions - 1)]);
  const others = versions.filter((each) => !kept.has(each));
  const merged = createVersion(undefined, new Array<number>(newest?.series.length ?? 0).fill(0), others.length);
  for (const other of others) {
    for (const key of ['reads', 'stale', 'fallback'] as const) merged[key] += other[key];
    for (const [bucket, reads] of other.series.entries()) increase(merged.series, bucket, reads);
    addMeasures(merged.measures, other.measures);
    merged.firstBucket = Math.min(merged.firstBucket, other.firstBucket);
  }
  return [merged, ...versions.filter((each) => kept.has(each))];
}

function addMeasures(target: Map<string, MeasureSummary>, measures: Iterable<[string, MeasureSummary]>): void {
  for (const [name, { count, sum, min, max }] of measures) {
    const known = target.get(name);
    target.set(name, {
      count: count + (known?.count ?? 0),
      sum: sum + (known?.sum ?? 0),
      min: Math.min(min, known?.min ?? min),
      max: Math.max(max, known?.max ?? max),
    });
  }
}

function increase(series: number[], bucket: number, reads: number): void {
  series[bucket] = (series[bucket] ?? 0) + reads;
}

/** Orders versions by their first appearance, then as numbers if they are, so that version 10 follows version 9. */
function compareVersions(one: VersionUsage, other: VersionUsage): number {
  const texts = [one.version ?? '', other.version ?? ''] as const;
  const numbers = texts.map((text) => (/^\d{1,15}$/.test(text) ? Number(text) : Number.NaN));
  const difference = (numbers[0] as number) - (numbers[1] as number);
  return one.firstBucket - other.firstBucket || difference || compareTexts(...texts);
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
