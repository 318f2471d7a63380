import type { Element, ElementContent, Root, RootContent } from 'hast';
import { defaultHandlers } from 'hast-util-to-mdast';
import { limitTable } from './limit-table.ts';

const handlers = new Map<string, unknown>(Object.entries(defaultHandlers));

/** Elements that the converter skips, but needs when it converts their parent. */
const parts = new Set(['optgroup', 'option', 'thead']);

/** Elements that have a meaning even if they are empty. */
const visible = new Set([
  ...parts,
  ...'audio br hr iframe image img input li select td textarea th tr video'.split(' '),
]);

/**
 * Removes what has no meaning in markdown: comments, scripts, empty elements, and the tags around texts as in `<span>…</span>`.
 * The converter needs quadratic time for long runs of these.
 */
export function simplifyHtml(parent: Root | Element): void {
  const simple: ElementContent[] = [];
  for (const child of parent.children) {
    for (const node of simplifyNode(child)) {
      const last = simple.at(-1);
      if (node.type === 'text' && last?.type === 'text') last.value += node.value;
      else simple.push(node);
    }
  }
  parent.children = simple;
}

function simplifyNode(node: RootContent): readonly ElementContent[] {
  if (node.type === 'text') return [node];
  if (node.type !== 'element') return [];
  const { tagName, properties } = node;
  const handler = parts.has(tagName) ? undefined : (handlers.get(tagName) ?? defaultHandlers.span);
  if (handler === defaultHandlers.script) return [];
  if (tagName === 'audio' || tagName === 'video') properties.src ??= findSource(node);
  simplifyHtml(node);
  const { children } = node;
  if (tagName === 'q') return [{ type: 'text', value: '"' }, ...children, { type: 'text', value: '"' }];
  const isEmpty = children.every((child) => child.type === 'text' && child.value.trim() === '');
  if (handler === defaultHandlers.span || (isEmpty && !visible.has(tagName))) return children;
  if (tagName === 'table') limitTable(node);
  delete properties.hidden;
  return [node];
}

function findSource({ children }: Element) {
  const source = children.find((child) => child.type === 'element' && child.tagName === 'source');
  return source?.type === 'element' ? source.properties.src : undefined;
}
