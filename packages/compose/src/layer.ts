import type { Node } from './parse/nodes.ts';

/** A text that is being composed. */
export interface Scope {
  /** The names of the prompts from the composed one to that of the text. Each includes the next. */
  readonly way: readonly string[];
  /** As written. */
  readonly text: string;
  /** What overrides its blocks. */
  readonly layer?: Layer | undefined;
}

/** What replaces a block: nodes, and the text that they are part of. */
interface Override {
  readonly nodes: readonly Node[];
  readonly scope: Scope;
}

/** The blocks that a layer overrides. If layers are stacked, the outermost one decides. */
export class Layer {
  readonly #overrides: ReadonlyMap<string, readonly Node[]>;
  readonly #scope: Scope;
  readonly #used = new Set<string>();

  /** @param scope The text that the layer is written in. */
  constructor(overrides: ReadonlyMap<string, readonly Node[]>, scope: Scope) {
    this.#overrides = overrides;
    this.#scope = scope;
  }

  find(name: string): Override | undefined {
    const outer = this.#scope.layer?.find(name);
    if (outer) return outer;
    const nodes = this.#overrides.get(name);
    if (!nodes) return undefined;
    this.#used.add(name);
    return { nodes, scope: this.#scope };
  }

  /** Returns the blocks that were not found so far. */
  unused(): string[] {
    return [...this.#overrides.keys()].filter((name) => !this.#used.has(name));
  }
}
