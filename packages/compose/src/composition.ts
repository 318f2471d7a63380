import { type HookEntry, type OtherPrompts, type Prompt, PromptError, type TemplateSyntax } from '@prompts/core';
import type { AcceptedTexts } from './accepted-texts.ts';
import { Layer, type Scope } from './layer.ts';
import type { ComposeOptions } from './options.ts';
import { lineOf } from './parse/lines.ts';
import type { Block, Include, Node } from './parse/nodes.ts';
import type { Argument } from './parse/read-tags.ts';
import { partsOf } from './parts/composed-part.ts';
import { PartList } from './parts/part-list.ts';
import { PartReader } from './parts/part-reader.ts';
import { applyArguments, isVariable } from './text/apply-arguments.ts';
import { TextBuilder } from './text/text-builder.ts';

/** How many nodes the layered texts of one prompt may have. They multiply, and take time even if they add nothing to its size. */
const maxSteps = 100_000;

/** Makes the text of one prompt from its own text and those of its parts. */
export class Composition {
  readonly #entry: HookEntry;
  readonly #reader: PartReader;
  readonly #maxDepth: number;
  readonly #missing: ComposeOptions['missing'];
  /** How many nodes of layered texts were composed. */
  #steps = 0;
  /** The layers of the prompt's own text, by what they are based on. */
  readonly #ownLayers: [base: string, layer: Layer][] = [];
  readonly parts = new PartList();

  constructor(
    entry: HookEntry,
    others: OtherPrompts,
    accepted: AcceptedTexts,
    { maxDepth = 10, missing = 'error' }: ComposeOptions,
  ) {
    this.#entry = entry;
    this.#reader = new PartReader(entry, others, accepted);
    this.#maxDepth = maxDepth;
    this.#missing = missing;
  }

  /**
   * Returns the composed text.
   * @param nodes Those of `text`.
   * @throws the error of a part that can't be read, `CONTENT_INVALID`. Messages name line and tag.
   */
  async compose(nodes: readonly Node[], text: string): Promise<string> {
    await this.#reader.prefetch(neededNames(nodes));
    return this.#textOf(nodes, { way: [this.#entry.name], text });
  }

  /** Returns the blocks of the prompt's own layers that replaced nothing, each with the base. */
  unusedBlocks(): [block: string, base: string][] {
    return this.#ownLayers.flatMap(([base, layer]) => layer.unused().map((block): [string, string] => [block, base]));
  }

  async #textOf(nodes: readonly Node[], scope: Scope): Promise<string> {
    const builder = new TextBuilder(this.#entry);
    for (const node of nodes) {
      if (scope.layer) this.#countStep();
      if (typeof node === 'string') builder.add([node]);
      else if (node.kind === 'block') await this.#addBlock(node, scope, builder);
      else await this.#addInclude(node, scope, builder);
    }
    return builder.toText();
  }

  #countStep(): void {
    this.#steps += 1;
    if (this.#steps > maxSteps)
      throw new PromptError(
        'CONTENT_INVALID',
        `its layers have more than ${maxSteps} texts and tags in all: simplify them`,
      );
  }

  async #addBlock({ name, nodes, lines }: Block, scope: Scope, builder: TextBuilder): Promise<void> {
    const override = scope.layer?.find(name);
    const text = await this.#textOf(override?.nodes ?? nodes, override?.scope ?? scope);
    // A block of its own lines that is empty takes no line.
    if (!lines || text === '') return builder.add([text]);
    if (override) builder.add([text], lines.indentation);
    else builder.add([lines.prefix, text]);
    if (!text.endsWith('\n')) builder.add([lines.lineBreak]);
  }

  async #addInclude(include: Include, scope: Scope, builder: TextBuilder): Promise<void> {
    const { name, arguments: given, overrides, indentation } = include;
    const way = [...scope.way, name];
    const layer = overrides.size > 0 ? new Layer(overrides, scope) : scope.layer;
    try {
      checkArguments(given, this.#entry.syntax);
      const prompt = await this.#read(name);
      if (!prompt) return;
      if (layer && layer !== scope.layer && scope.way.length === 1) this.#ownLayers.push([name, layer]);
      const text = layer ? await this.#layeredText(prompt, way, layer) : await this.#finishedText(prompt, way);
      const { pieces, unused } = applyArguments(text, given, this.#entry.syntax);
      if (unused) throw new PromptError('CONTENT_INVALID', `the text of '${name}' has no variable '${unused}'`);
      builder.add(pieces, indentation);
    } catch (error) {
      throw locate(error, include, scope);
    }
  }

  /** @returns undefined for a name that does not exist, if that is allowed. */
  async #read(name: string): Promise<Prompt | undefined> {
    try {
      return await this.#reader.read(name);
    } catch (error) {
      const isMissing = PromptError.isInstance(error) && ['PROMPT_UNKNOWN', 'NOT_FOUND'].includes(error.code);
      if (isMissing && this.#missing === 'empty') return undefined;
      throw error;
    }
  }

  /** Returns the text of a part as it is served. */
  async #finishedText(prompt: Prompt, way: readonly string[]): Promise<string> {
    this.parts.add(prompt);
    this.#checkDepth(way);
    // Each step down is another part. So most prompts need not be measured.
    const isShallow = way.length - 1 + partsOf(prompt.metadata).length <= this.#maxDepth;
    if (!isShallow) this.#checkDepth([...way, ...(await this.#reader.longestWay(prompt.name))]);
    return prompt.content;
  }

  /** Returns the text of a part with some of its blocks overridden. */
  async #layeredText(prompt: Prompt, way: readonly string[], layer: Layer): Promise<string> {
    this.#checkDepth(way);
    const { text, hash, nodes } = await this.#reader.readBase(prompt.name);
    // A text whose syntax is `none` has no blocks.
    if (text === prompt.content) return this.#finishedText(prompt, way);
    this.parts.addBase(prompt, hash);
    return this.#textOf(nodes, { way, text, layer });
  }

  #checkDepth(way: readonly string[]): void {
    const depth = way.length - 1;
    if (depth <= this.#maxDepth) return;
    const problem = `${depth} includes lead to '${way.at(-1)}', and maxDepth is ${this.#maxDepth}`;
    throw new PromptError('CONTENT_INVALID', `${problem}: ${way.join(' → ')}`);
  }
}

/** Returns the names that a text needs if nothing overrides its blocks. Those in the blocks of layers may not be needed. */
function* neededNames(nodes: readonly Node[]): Iterable<string> {
  for (const node of nodes) {
    if (typeof node === 'string') continue;
    if (node.kind === 'block') yield* neededNames(node.nodes);
    else yield node.name;
  }
}

/** @throws `CONTENT_INVALID` for a name that can't be a variable in this syntax, or one that is given twice. */
function checkArguments(given: readonly Argument[], syntax: TemplateSyntax): void {
  const seen = new Set<string>();
  for (const { variable, rename } of given) {
    const wrong = [variable, rename].find((name) => name !== undefined && !isVariable(name, syntax));
    if (wrong !== undefined)
      throw new PromptError('CONTENT_INVALID', `'${wrong}' can't be a variable in the syntax '${syntax}'`);
    if (seen.has(variable)) throw new PromptError('CONTENT_INVALID', `'${variable}' is given twice: remove one`);
    seen.add(variable);
  }
}

/** Returns the error of an include with its line and tag. It keeps its code. */
function locate(error: unknown, { tag, start }: Include, { text, way }: Scope): unknown {
  if (!PromptError.isInstance(error)) return error;
  const { code, message, retryable, retryAfter } = error;
  const where = way.length > 1 ? ` of '${way.at(-1)}'` : '';
  return new PromptError(code, `line ${lineOf(text, start)}${where}: ${tag}: ${message}`, { retryable, retryAfter });
}
