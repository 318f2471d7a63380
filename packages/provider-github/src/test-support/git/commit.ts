import { hashObject } from './hash-object.ts';

/** Who wrote a commit. */
export interface Author {
  readonly name: string;
  readonly email: string;
  /** The account on GitHub the e-mail address belongs to; left out: none. */
  readonly login?: string;
}

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Author;
  /** In whole seconds since 1970. */
  readonly seconds: number;
  readonly message: string;
}

/** An annotated tag. */
export interface TagObject {
  readonly sha: string;
  readonly target: string;
  readonly name: string;
}

export function createCommit(parts: Omit<Commit, 'sha'>): Commit {
  const { tree, parents, author, seconds, message } = parts;
  const signature = `${author.name} <${author.email}> ${seconds} +0000`;
  const head = [
    `tree ${tree}`,
    ...parents.map((parent) => `parent ${parent}`),
    `author ${signature}`,
    `committer ${signature}`,
  ];
  return { ...parts, sha: hashObject('commit', Buffer.from(`${head.join('\n')}\n\n${message}`)) };
}

export function createTag(name: string, target: string, author: Author, seconds: number): TagObject {
  const text = `object ${target}\ntype commit\ntag ${name}\ntagger ${author.name} <${author.email}> ${seconds} +0000\n\n${name}\n`;
  return { sha: hashObject('tag', Buffer.from(text)), target, name };
}
