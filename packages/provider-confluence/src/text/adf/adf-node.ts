import { confluenceError } from '../../confluence-error.ts';
import { PageBudget } from '../page-budget.ts';

/** A node of the Atlassian Document Format: https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/ */
export interface AdfNode {
  readonly type: string;
  readonly text?: string;
  readonly attrs: Readonly<Record<string, unknown>>;
  readonly marks: readonly AdfMark[];
  readonly content: readonly AdfNode[];
}

export interface AdfMark {
  readonly type: string;
  readonly attrs: Readonly<Record<string, unknown>>;
}

/**
 * Parses a document. Anything that does not follow the format is dropped.
 * @throws `CONTENT_INVALID` for a text that is not a document, or is too large or nested too deeply.
 */
export function parseAdf(value: string): AdfNode {
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    throw confluenceError('CONTENT_INVALID', 'it is not a valid document: its ADF is not JSON');
  }
  const [root] = toNodes([parsed], 0, new PageBudget());
  if (root?.type !== 'doc')
    throw confluenceError('CONTENT_INVALID', "it is not a valid document: the root of its ADF is not a 'doc'");
  return root;
}

function toNodes(values: unknown, depth: number, budget: PageBudget): AdfNode[] {
  if (!Array.isArray(values)) return [];
  return values.filter(hasType).map(({ type, text, attrs, marks, content }) => {
    budget.spend(depth);
    return {
      type,
      ...(typeof text === 'string' && { text }),
      attrs: toRecord(attrs),
      marks: Array.isArray(marks)
        ? marks.filter(hasType).map((mark) => ({ ...mark, attrs: toRecord(mark.attrs) }))
        : [],
      content: toNodes(content, depth + 1, budget),
    };
  });
}

function hasType(value: unknown): value is Record<string, unknown> & { readonly type: string } {
  return typeof (value as { type?: unknown } | null)?.type === 'string';
}

function toRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** Returns an attribute as a string. The string is empty unless the attribute is a string or a number. */
export function attribute({ attrs }: Pick<AdfNode, 'attrs'>, name: string): string {
  const value = attrs[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Returns all text in a node, without marks. */
export function plainText(node: AdfNode): string {
  return (node.text ?? '') + node.content.map(plainText).join('');
}
