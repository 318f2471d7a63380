import { hashObject } from './hash-object.ts';

/** The author of a commit. */
export interface Author {
  readonly name: string;
  readonly email: string;
  /** The GitHub account of the e-mail address, if there is one. */
  readonly login?: string;
}

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Author;
  readonly epochSeconds: number;
  readonly message: string;
}

/** An annotated tag. */
export interface TagObject {
  readonly sha: string;
  readonly target: string;
  readonly name: string;
}

export function createCommit(parts: Omit<Commit, 'sha'>): Commit {
  const { tree, parents, author, epochSeconds, message } = parts;
  const signature = `${author.name} <${author.email}> ${epochSeconds} +0000`;
  const headerLines = [
    `tree ${tree}`,
    ...parents.map((parent) => `parent ${parent}`),
    `author ${signature}`,
    `committer ${signature}`,
  ];
  return { ...parts, sha: hashObject('commit', Buffer.from(`${headerLines.join('\n')}\n\n${message}`)) };
}

export function createTag(name: string, target: string, author: Author, epochSeconds: number): TagObject {
  const text = `object ${target}\ntype commit\ntag ${name}\ntagger ${author.name} <${author.email}> ${epochSeconds} +0000\n\n${name}\n`;
  return { sha: hashObject('tag', Buffer.from(text)), target, name };
}
