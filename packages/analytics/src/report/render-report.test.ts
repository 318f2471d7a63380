import { createHash } from 'node:crypto';
import { createPrompts } from '@prompts/core';
import { fakeClock } from '@prompts/core/testing';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { freshDatabase } from '../../../../scripts/test/databases/fresh-database.ts';
import { createUsage } from '../create-usage.ts';
import { parsePage } from '../test-support/parse-page.ts';
import type { Usage, UsageQuery } from '../usage.ts';
import { renderReport } from './render-report.ts';
import type { ReportedExperiment } from './reported-experiment.ts';
import type { ReportRow } from './usage-model.ts';

const november = { from: '2026-11-01', to: '2026-11-11' };

const rowOf = (row: Partial<ReportRow>): ReportRow => ({
  ...{ prompt: 'support', version: '1', state: 'fresh', day: '2026-11-02', hour: '', reads: 1, measures: {} },
  ...row,
});

/** A hook with these rows in its store. It keeps the queries. */
function usageOf(rows: readonly ReportRow[]): Usage & { readonly queries: UsageQuery<string>[] } {
  const queries: UsageQuery<string>[] = [];
  const query = async (given: UsageQuery<string>) => {
    queries.push(given);
    return rows;
  };
  return { queries, query } as never;
}

const experiment: ReportedExperiment = {
  ...{ experiment: 'support-tone', status: 'running', srm: { p: 0.643, mismatch: false } },
  variants: {
    control: { units: 5034, metrics: { resolved: { units: 5034, mean: 0.4123 } } },
    friendly: {
      units: 4987,
      metrics: {
        resolved: { units: 4987, mean: 0.4561, lift: 0.1062, interval: [0.041, 0.171], p: 0.0004, verdict: 'better' },
      },
    },
  },
};

afterEach(() => {
  vi.useRealTimers();
});

describe('the page', () => {
  test('shows the reads, states and measures of each version as the rows have them', async () => {
    const score = { count: 4, sum: 3, min: 0, max: 1 };
    const usage = usageOf([
      rowOf({ reads: 1200, measures: { score } }),
      rowOf({ reads: 34, state: 'stale' }),
      rowOf({ version: '2', day: '2026-11-05', reads: 765 }),
      rowOf({
        version: '2',
        day: '2026-11-05',
        reads: 1,
        state: 'fallback',
        measures: { score: { ...score, sum: 2 } },
      }),
    ]);
    const { rows, all } = parsePage(await renderReport({ usage, ...november }));
    expect(rows).toContainEqual(['1', '1,234', '61.7%', '2.8%', '0%']);
    expect(rows).toContainEqual(['2', '766', '38.3%', '0%', '0.1%']);
    expect(rows).toContainEqual(['1', '4', '0.75', '', '0 – 1']);
    expect(rows).toContainEqual(['2', '4', '0.50', '', '0 – 1']);
    expect(rows).toContainEqual(['2026-11-02', '0', '1,234']);
    expect(rows).toContainEqual(['2026-11-05', '766', '0']);
    expect(all('dd').map(({ text }) => text)).toEqual(['2,000', '1', '1.7%', '<0.1%']);
  });

  test('shows what a store has counted', async () => {
    await using database = await freshDatabase('sqlite');
    const usage = createUsage({ store: database.url }, { clock: fakeClock() });
    const systemPrompts = { support: 'Hello {{name}}', review: 'Review' };
    await using prompts = await createPrompts({ systemPrompts, hooks: [usage] });
    for (let read = 0; read < 7; read += 1) await prompts.get('support');
    prompts.peek('review');
    usage.record('support', { score: 1 });
    usage.record('support', { score: 0.5 });
    const version = (await prompts.get('support')).version.slice(0, 7);
    const { rows, errors } = parsePage(await renderReport({ usage }));
    expect(rows).toContainEqual([version, '8', '100%', '0%', '0%']);
    expect(rows).toContainEqual([version, '2', '0.75', '', '0.5 – 1']);
    expect(errors).toEqual([]);
  });

  test('is well-formed, loads nothing, and has neither scripts nor inline styles', async () => {
    const html = await renderReport({ usage: usageOf([rowOf({})]), ...november, experiments: [experiment] });
    const { errors, elements, all } = parsePage(html);
    expect(errors).toEqual([]);
    expect(
      elements.filter(({ tag }) => ['script', 'link', 'img', 'iframe', 'base', 'form', 'a'].includes(tag)),
    ).toEqual([]);
    const names = new Set(elements.flatMap(({ attributes }) => Object.keys(attributes)));
    expect([...names].filter((name) => name.startsWith('on') || ['style', 'href', 'src'].includes(name))).toEqual([]);
    const [style] = /(?<=<style>).*(?=<\/style>)/s.exec(html) ?? [];
    const hash = createHash('sha256')
      .update(style ?? '')
      .digest('base64');
    const policies = all('meta').filter(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy');
    expect(policies.map(({ attributes }) => attributes.content)).toEqual([
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    ]);
  });

  test('shows hostile names as text', async () => {
    const hostile = `</title></svg></style><script>alert('1')</script><b title="x" onload='y'>\0\ud800`;
    const shown = hostile.replace('\0', '�').replace('\ud800', '�');
    const rows = [1, 2, 3, 4].map((reads) =>
      rowOf({
        ...{ prompt: `${reads}${hostile}`, version: hostile, reads },
        measures: { [hostile]: { count: 1, sum: 1, min: 1, max: 1 } },
      }),
    );
    const stop = { variant: hostile, metric: hostile, reason: hostile };
    const variants = { [hostile]: { units: 1, metrics: { [hostile]: { units: 1, mean: 1, verdict: hostile } } } };
    const experiments = [{ ...experiment, experiment: hostile, stop, variants }];
    const html = await renderReport({ usage: usageOf(rows), ...november, experiments });
    const { errors, elements, all } = parsePage(html);
    expect(errors).toEqual([]);
    expect(elements.filter(({ tag }) => tag === 'script' || tag === 'b')).toEqual([]);
    expect(all('bdi').map(({ text }) => text)).toContain(`4${shown}`);
  });

  test('says that nothing was counted', async () => {
    const { errors, all } = parsePage(await renderReport({ usage: usageOf([]), ...november }));
    expect(errors).toEqual([]);
    expect(all('p').map(({ text }) => text)).toContainEqual(expect.stringContaining('Nothing was counted'));
    expect(all('svg')).toEqual([]);
  });

  test('shows measures of a version without reads', async () => {
    const measures = { score: { count: 1, sum: 2, min: 2, max: 2 } };
    const { errors, rows } = parsePage(
      await renderReport({ usage: usageOf([rowOf({ reads: 0, measures })]), ...november }),
    );
    expect(errors).toEqual([]);
    expect(rows).toContainEqual(['1', '0', '0%', '0%', '0%']);
    expect(rows).toContainEqual(['1', '1', '2', '', '2 – 2']);
  });

  test('contains no number that is not one', async () => {
    const html = await renderReport({ usage: usageOf([rowOf({ reads: 0 }), rowOf({ prompt: 'b' })]), ...november });
    expect(html).not.toMatch(/NaN|Infinity|undefined/);
  });
});

describe('the size of the page', () => {
  test('is bounded: prompts, versions and measures beyond its limits are summed up', async () => {
    const measures = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`measure-${index}`, { count: 9, sum: 1234.5, min: 0, max: 512.25 }]),
    );
    const rows = Array.from({ length: 1000 }, (_, prompt) =>
      Array.from({ length: 15 }, (_, version) =>
        rowOf({
          ...{ prompt: `prompt-${prompt}`, version: `version-${version}`, reads: 1000 - prompt, measures },
          day: `2026-11-${String((version % 9) + 1).padStart(2, '0')}`,
        }),
      ),
    ).flat();
    const html = await renderReport({ usage: usageOf(rows), ...november });
    const { all } = parsePage(html);
    expect(html.length).toBeLessThan(3_000_000);
    expect(all('details').filter(({ attributes }) => attributes.class === 'prompt')).toHaveLength(200);
    const notes = all('p').map(({ text }) => text);
    expect(notes).toContainEqual(expect.stringMatching(/^800 more prompts with 4,806,000 reads/));
    expect(all('th').map(({ text }) => text)).toContain('8 other versions');
    expect(all('caption').map(({ text }) => text)).toContainEqual(expect.stringContaining('30 more are not shown'));
  });
});

describe('experiments', () => {
  test('are shown with their means, intervals and verdicts', async () => {
    const { rows } = parsePage(await renderReport({ usage: usageOf([]), ...november, experiments: [experiment] }));
    expect(rows).toContainEqual(['control', '0.4123', '', '', '', 'control']);
    expect(rows).toContainEqual(['friendly', '0.4561', '', '+10.6% +4.1% to +17.1%', '<0.001', '▲ better']);
  });

  test('with a sample ratio mismatch are told to be useless', async () => {
    const experiments = [{ ...experiment, srm: { p: 0.00002, mismatch: true } }];
    const { all } = parsePage(await renderReport({ usage: usageOf([]), ...november, experiments }));
    expect(all('p').map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^Sample ratio mismatch \(p <0\.001\)\. Units: control 5,034, friendly 4,987\./),
    );
  });

  test('that were stopped say by which guardrail', async () => {
    const stop = { variant: 'friendly', metric: 'complaints', reason: 'the interval is above 0' };
    const experiments = [{ ...experiment, status: 'stopped' as const, stop }];
    const { all } = parsePage(await renderReport({ usage: usageOf([]), ...november, experiments }));
    expect(all('p').map(({ text }) => text)).toContainEqual(
      expect.stringContaining('Stopped by the guardrail complaints of friendly: the interval is above 0.'),
    );
  });
});

describe('the query', () => {
  test('has the filter and the range of the options, widened to whole hours', async () => {
    const usage = usageOf([]);
    const filter = { prompt: ['support'], where: { team: 'red' } };
    const options = { ...filter, from: '2026-11-01T10:30', to: new Date('2026-11-01T15:01:00Z') };
    await renderReport<'team'>({ usage: usage as Usage<'team'> as never, ...options });
    expect(usage.queries).toEqual([
      {
        ...filter,
        from: Date.UTC(2026, 10, 1, 10),
        to: Date.UTC(2026, 10, 1, 16),
        by: ['prompt', 'version', 'state', 'hour'],
      },
    ]);
  });

  test('is about the last 30 days by default', async () => {
    vi.useFakeTimers({ now: Date.UTC(2026, 10, 28, 12, 34), toFake: ['Date'] });
    const usage = usageOf([]);
    const { all } = parsePage(await renderReport({ usage }));
    expect(usage.queries).toMatchObject([
      { from: Date.UTC(2026, 9, 30), to: Date.UTC(2026, 10, 28, 13), by: ['prompt', 'version', 'state', 'day'] },
    ]);
    expect(all('p')[0]?.text).toBe('30 Oct 2026 – 28 Nov 2026, 13:00 UTC');
  });

  test('rejects with all mistakes of the options', async () => {
    const options = {
      usage: {},
      form: 1,
      from: 'yesterday',
      to: Number.NaN,
      experiments: [Promise.resolve(experiment)],
    };
    await expect(renderReport(options as never)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      issues: expect.arrayContaining(
        ['usage', 'from', 'to', 'experiments.0', ''].map((path) => expect.objectContaining({ path })),
      ),
    });
  });

  test('rejects a range that ends before it starts', async () => {
    await expect(renderReport({ usage: usageOf([]), from: '2026-11-02', to: '2026-11-01' })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      issues: [{ path: 'to', message: 'must be after from' }],
    });
  });
});
