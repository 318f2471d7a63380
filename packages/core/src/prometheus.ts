import type { PromptsStatus, TierStatus } from './status.ts';

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [Labels, number];

const states = ['fresh', 'stale', 'fallback', 'loading', 'failed'];

/**
 * @param status What `prompts.status()` gives.
 * @returns the same as metrics, in the text format that Prometheus scrapes (and collectors of OpenTelemetry read):
 * https://prometheus.io/docs/instrumenting/exposition_formats/. Names of prompts are labels; no configuration, no text.
 */
export function toPrometheus({ ready, prompts, sources, ...tiers }: PromptsStatus): string {
  const labelled = sources.map((source, index) => ({
    ...source,
    labels: { provider: source.provider, source: String(index) },
  }));
  return [
    gauge('ready', 'Whether every required prompt has a text of its source.', [[{}, Number(ready)]]),
    gauge(
      'prompt_state',
      'The state that a prompt is in: 1 for that one.',
      prompts.flatMap(({ name: prompt, state }) =>
        states.map((each): Sample => [{ prompt, state: each }, Number(each === state)]),
      ),
    ),
    gauge(
      'prompt_stale_since_timestamp_seconds',
      'End of the TTL of a prompt that is stale.',
      prompts.flatMap(({ name: prompt, staleSince }) =>
        staleSince === undefined ? [] : [[{ prompt }, staleSince / 1000] as const],
      ),
    ),
    gauge(
      'source_up',
      'Whether the last attempts to ask a source succeeded.',
      labelled.map(({ labels, failingSince }) => [labels, Number(failingSince === undefined)]),
    ),
    gauge(
      'source_quota_remaining',
      'Requests that a source still takes.',
      labelled.flatMap(({ labels, quota }) => (quota ? [[labels, quota.remaining] as const] : [])),
    ),
    gauge(
      'tier_up',
      'Whether what holds prompts beyond memory works.',
      Object.entries<TierStatus | undefined>(tiers).flatMap(([tier, its]) =>
        its ? [[{ tier }, Number(its.state === 'ok')] as const] : [],
      ),
    ),
  ].join('');
}

function gauge(name: string, help: string, samples: readonly Sample[]): string {
  if (samples.length === 0) return '';
  const lines = samples.map(([labels, value]) => `prompts_${name}${textOf(labels)} ${value}\n`);
  return `# HELP prompts_${name} ${help}\n# TYPE prompts_${name} gauge\n${lines.join('')}`;
}

function textOf(labels: Labels): string {
  const texts = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return texts.length === 0 ? '' : `{${texts.join(',')}}`;
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
