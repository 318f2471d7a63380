import { vi } from 'vitest';
import { createPromptsOn } from '../../create-prompts.ts';
import { PromptError, type Prompts } from '../../index.ts';
import { nodePlatform } from '../../node/platform.ts';
import { attachPersistence } from '../../persistence/attach-persistence.ts';
import { Fleet } from '../fleet.ts';
import { MapStore } from '../map-store.ts';
import { MemoryBus } from '../memory-bus.ts';
import { FuzzSource } from './fuzz-source.ts';
import { checkedNames, createHooks, isRejected, toRedirected } from './hooks.ts';
import { Journal, parseText, toUri } from './journal.ts';
import { checkMixture, mixing, mixtureName } from './mixture.ts';
import { type FuzzEntry, ProcessModel } from './process-model.ts';
import { createRandom } from './random.ts';
import { type Plan, type Step, sourceNames } from './steps.ts';
import { StoredRecordsModel } from './stored-records-model.ts';
import { whileTimePasses } from './while-time-passes.ts';

const timeoutSeconds = 5;

/** How long until everything that failed or hung is over: a load's limit, a back-off, a lease, a circuit breaker. */
const recoveryMs = 130_000;

/** How long a read and what it starts take once the source is up. */
const readMs = 5000;

/** How long closing may take. */
const closeMs = 6000;

const entries: Readonly<Record<string, FuzzEntry>> = {
  one: { source: 'wiki', page: 'a', ttlSeconds: 10 },
  alias: { source: 'wiki', page: 'a', ttlSeconds: 3600 },
  two: { source: 'wiki', page: 'b', ttlSeconds: 3600 },
  three: { source: 'repo', page: 'a', ttlSeconds: 3600, fallback: 'a fallback' },
  four: { source: 'repo', page: 'b', ttlSeconds: 30 },
  'all/*': { source: 'wiki', ttlSeconds: 20 },
  'kept/*': { source: 'repo', ttlSeconds: 3600 },
};

/** A process of the run. */
interface Process {
  prompts: Prompts;
  model: ProcessModel;
  /** What it keeps on disk, by record key. */
  readonly disk: Map<string, string>;
  readonly reads: Set<Read>;
}

interface Read {
  readonly name: string;
  readonly startedAt: number;
}

/** Why a plan failed. */
export interface PlanFailure {
  readonly message: string;
  /** The index of the step after which it was noticed. */
  readonly stepIndex: number;
}

/** Runs a plan, and compares what prompts show with the model after each step. @returns undefined if all is well. */
export async function runPlan(plan: Plan): Promise<PlanFailure | undefined> {
  const { next } = createRandom(plan.seed);
  const random = vi.spyOn(Math, 'random').mockImplementation(next);
  try {
    await using run = new Run(plan);
    return await run.all();
  } finally {
    random.mockRestore();
  }
}

class Run implements AsyncDisposable {
  readonly #plan: Plan;
  readonly #fleet: Fleet;
  readonly #journal: Journal;
  readonly #sources: ReadonlyMap<string, FuzzSource>;
  readonly #store = new MapStore();
  readonly #bus = new MemoryBus();
  readonly #processes: Process[] = [];
  readonly #faults: string[] = [];
  readonly #storedRecords = new StoredRecordsModel(this.#store);

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#fleet = new Fleet('', {});
    const { clock } = this.#fleet;
    this.#journal = new Journal(clock);
    this.#sources = new Map(
      sourceNames.map((name) => {
        const features = plan.features[name];
        if (!features) throw new Error(`the plan has no features of ${name}`);
        return [name, new FuzzSource(name, features, this.#journal, clock)];
      }),
    );
    for (const source of this.#sources.values()) {
      for (const [name, page] of [
        ['x', 'a'],
        ['y', 'b'],
      ] as const)
        source.point(name, page);
    }
  }

  async all(): Promise<PlanFailure | undefined> {
    for (const _ of [0, 1]) {
      const disk = new Map<string, string>();
      this.#processes.push({ ...(await this.#start(disk)), disk, reads: new Set() });
    }
    for (const [stepIndex, step] of this.#plan.steps.entries()) {
      try {
        await this.#take(step);
      } catch (error) {
        return { message: (error as Error).message, stepIndex };
      }
      await this.#fleet.clock.advance(1);
      this.#checkAll();
      const [message] = this.#faults;
      if (message !== undefined) return { message, stepIndex };
    }
    return undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#store.answer = 'ok';
    await this.#fleet[Symbol.asyncDispose]();
  }

  async #start(disk: Map<string, string>): Promise<Pick<Process, 'prompts' | 'model'>> {
    const { hasStore, hasBus, hasSnapshot, hasKey, hasHooks, hasMixture } = this.#plan;
    const create = createPromptsOn({
      ...nodePlatform,
      attachPersistence: (parts) =>
        attachPersistence(
          parts,
          hasSnapshot
            ? {
                read: async () => new Map(disk),
                write: async (records) => {
                  for (const [key, record] of records) disk.set(key, record);
                },
              }
            : undefined,
        ),
    });
    const { clock } = this.#fleet;
    const model = new ProcessModel(entries, this.#sources, this.#journal, clock);
    const starting = create({
      systemPrompts: Object.fromEntries([
        ...Object.entries(entries).map(([name, { source, page, ttlSeconds, fallback }]) => [
          name,
          { provider: source, config: page === undefined ? {} : { page }, cache: { ttl: ttlSeconds }, fallback },
        ]),
        ...(hasMixture ? [[mixtureName, 'a mixture']] : []),
      ]),
      providers: Array.from(this.#sources.values(), ({ provider }) => provider),
      clock,
      logger: false,
      preload: false,
      hooks: [...(hasMixture ? [mixing] : []), ...(hasHooks ? createHooks() : [])],
      cache: {
        timeout: timeoutSeconds,
        ...(hasStore && { store: this.#store }),
        ...(hasBus && { bus: this.#bus }),
        ...(hasKey && { integrityKey: 'a key of thirty-two characters..' }),
      },
    } as Parameters<typeof create>[0]);
    const prompts = await whileTimePasses(this.#fleet.clock, starting, closeMs, 'starting');
    prompts.on('change', ({ name, prompt }) => {
      if (name !== mixtureName) this.#judge(() => model.observe(name, { ...prompt, state: 'announced' }));
    });
    return { prompts, model };
  }

  async #take(step: Step): Promise<void> {
    const { clock } = this.#fleet;
    const source = 'source' in step ? this.#sources.get(step.source) : undefined;
    const process = 'process' in step ? this.#processes[step.process] : undefined;
    if (step.do === 'advance') await clock.advance(step.ms);
    else if (step.do === 'store') this.#setStore(step.answer);
    else if (step.do === 'bus') step.isCut ? this.#bus.lose() : this.#bus.restore();
    else if (step.do === 'message') await this.#sendMessage(step.replayed);
    else if (step.do === 'converge') await this.#converge();
    else if (source) await this.#takeAtSource(step, source, process);
    else if (process) await this.#takeAtProcess(step, process);
  }

  async #takeAtSource(step: Step, source: FuzzSource, process: Process | undefined): Promise<void> {
    if (step.do === 'edit') source.edit(step.page);
    else if (step.do === 'delete') source.versions.delete(step.page);
    else if (step.do === 'point' && !source.history.get(step.name)?.includes(step.page))
      source.point(step.name, step.page);
    else if (step.do === 'unlist') source.listed.delete(step.name);
    else if (step.do === 'behave') {
      if (step.page === '*' && step.behaviour === 'ok') source.behaviours.clear();
      else source.behaviours.set(step.page, step.behaviour);
    } else if (step.do === 'announce') {
      const order = this.#journal.nextOrder();
      source.announce(step.page);
      const names = Object.keys(entries).filter(
        (name) => entries[name]?.source === source.name && (entries[name].page ?? step.page) === step.page,
      );
      for (const { model } of this.#processes) model.announce(names, order);
    } else if (step.do === 'receive' && process) {
      const receiving = process.prompts.receive(source.name, source.createDelivery(step.page), { secrets: [] });
      const { names } = await whileTimePasses(this.#fleet.clock, receiving, 10, 'receiving');
      process.model.announce(names, this.#journal.nextOrder());
    }
  }

  async #takeAtProcess(step: Step, process: Process): Promise<void> {
    if (step.do === 'get') this.#read(process, step.name);
    else if (step.do === 'peek') this.#peek(process, step.name);
    else if (step.do === 'readAll') this.#readAll(process);
    else if (step.do === 'refresh') void this.#refresh(process, step.names);
    else if (step.do === 'restart') await this.#restart(process, step.keepsSnapshot);
  }

  #peek({ prompts, model }: Process, name: string): void {
    const prompt = prompts.peek(this.#toRead(name));
    if (prompt) this.#judge(() => model.observe(name, prompt));
  }

  #read({ prompts, model, reads }: Process, name: string): void {
    const read = { name, startedAt: this.#fleet.clock.now() };
    // A record holds what one of the prompts of a source accepted, perhaps not this one.
    const mayLoseText = this.#plan.hasHooks && checkedNames.includes(name);
    const mustHaveText = model.isEntry(name) && model.hasText(name) && !mayLoseText;
    reads.add(read);
    prompts.get(this.#toRead(name)).then(
      (prompt) => {
        reads.delete(read);
        this.#judge(() => model.observe(name, prompt, true));
      },
      (error) => {
        reads.delete(read);
        if (mustHaveText && error.code !== 'CLOSED')
          this.#faults.push(`get(${name}) rejects with ${error.code} after it has shown a text: ${error.message}`);
        if (!PromptError.isInstance(error)) this.#faults.push(`get(${name}) rejects with ${error}`);
      },
    );
  }

  #toRead(name: string): string {
    return this.#plan.hasHooks ? toRedirected(name) : name;
  }

  #readAll(process: Process): void {
    const listed = ['all', 'kept'].flatMap((collection) => ['x', 'y', 'z'].map((name) => `${collection}/${name}`));
    for (const name of [...Object.keys(entries).filter((name) => !name.endsWith('*')), ...listed])
      this.#read(process, name);
    if (this.#plan.hasMixture) process.prompts.get(mixtureName).catch(() => {});
  }

  async #refresh({ prompts, model }: Process, names: readonly string[] | undefined): Promise<void> {
    const order = this.#journal.nextOrder();
    try {
      const { changed, unchanged } = await prompts.refresh(names);
      const shown = new Map(prompts.list().map((summary) => [summary.name, summary]));
      for (const name of [...changed, ...unchanged].filter((each) => each !== mixtureName)) {
        const { uri, state } = shown.get(name) ?? {};
        const text = parseText(uri ?? '');
        if (!text || !model.isSince(text, order))
          this.#faults.push(`refresh says that ${name} is up to date: it is ${state}, ${uri}, requested before`);
      }
    } catch (error) {
      if (!PromptError.isInstance(error)) this.#faults.push(`refresh rejects with ${error}`);
    }
  }

  async #restart(process: Process, keepsSnapshot: boolean): Promise<void> {
    await whileTimePasses(this.#fleet.clock, process.prompts.close(), closeMs, 'closing');
    process.reads.clear();
    const { model } = process;
    if (!keepsSnapshot) process.disk.clear();
    const isKept = this.#plan.hasSnapshot && keepsSnapshot;
    Object.assign(process, await this.#start(process.disk));
    if (isKept) process.model.inherit(model);
  }

  #setStore(answer: MapStore['answer'] | 'cleared'): void {
    if (answer !== 'cleared') this.#store.answer = answer;
    else {
      this.#storedRecords.clear();
    }
  }

  async #sendMessage(replayed: number | undefined): Promise<void> {
    const { messages } = this.#bus;
    const message = replayed === undefined ? undefined : messages[replayed % messages.length];
    await this.#bus.publish(message ?? '{"tag":"","content":"{}"}').catch(() => {});
  }

  /** Everything works again. After the back-offs and one read, everything that was announced is there. */
  async #converge(): Promise<void> {
    const { clock } = this.#fleet;
    for (const source of this.#sources.values()) source.behaviours.clear();
    this.#store.answer = 'ok';
    this.#bus.restore();
    await clock.advance(recoveryMs);
    for (const process of this.#processes) this.#readAll(process);
    await clock.advance(readMs);
    for (const process of this.#processes) this.#readAll(process);
    await clock.advance(1);
    for (const { prompts, model } of this.#processes) {
      for (const { name, uri, state } of prompts.list().filter((summary) => summary.name !== mixtureName)) {
        const order = model.announced.get(name);
        const text = parseText(uri ?? '');
        const isThere = !text || order === undefined || model.isSince(text, order) || this.#isRejected(name);
        if (!isThere && text.page === this.#pageOf(name))
          this.#faults.push(`${name} never gets what was announced: it is ${state}, ${toUri(text)}`);
      }
      this.#checkListings(prompts, model);
      this.#judge(() => checkMixture(prompts.list(), model, true));
    }
  }

  /** After an announcement a collection shows what its source has listed since. */
  #checkListings(prompts: Prompts, { announced }: ProcessModel): void {
    const shown = new Map(prompts.list().map((summary) => [summary.name, summary]));
    for (const [collection, { source }] of Object.entries(entries).filter(([name]) => name.endsWith('*'))) {
      const order = announced.get(collection);
      if (order === undefined) continue;
      const listings = this.#journal.listings.filter((listing) => listing.source === source && listing.order > order);
      if (listings.length === 0) this.#faults.push(`${collection} is not listed after an announcement`);
      for (const listedName of ['x', 'y', 'z']) {
        const name = collection.replace('*', listedName);
        const { uri, state } = shown.get(name) ?? {};
        const page = parseText(uri ?? '')?.page.replace(/.*\//, '');
        const pages = listings.map((listing) => listing.pages.get(listedName));
        if (this.#isRejected(name)) continue;
        const isDeleted = pages.some((each) => each !== undefined && !this.#sources.get(source)?.versions.has(each));
        if (state === 'fresh' && !pages.includes(page))
          this.#faults.push(`${name} is fresh, and no longer listed as ${page}`);
        if (!isDeleted && !pages.includes(undefined) && !pages.includes(page))
          this.#faults.push(`${name} shows ${page}, not what is listed: ${pages}`);
      }
    }
  }

  /** Whether a hook rejects what the source has now. */
  #isRejected(name: string): boolean {
    const [source = '', page = ''] = this.#pageOf(name)?.split('/') ?? [];
    return this.#plan.hasHooks && isRejected(name, this.#sources.get(source)?.versions.get(page));
  }

  /** The page that a name leads to now; undefined if the source no longer has it. */
  #pageOf(name: string): string | undefined {
    const { source: sourceName = '', page } = entries[name] ?? entries[name.replace(/\/.*/, '/*')] ?? {};
    const source = this.#sources.get(sourceName);
    const current = page ?? source?.listed.get(name.replace(/.*\//, ''));
    return current !== undefined && source?.versions.has(current) ? `${sourceName}/${current}` : undefined;
  }

  #checkAll(): void {
    const now = this.#fleet.clock.now();
    for (const { prompts, model, reads } of this.#processes) {
      const list = prompts.list();
      for (const { name, uri, state } of list)
        if (uri !== undefined && name !== mixtureName) this.#judge(() => model.observe(name, { uri, state }));
      this.#judge(() => checkMixture(list, model));
      for (const { name, startedAt } of reads) {
        if (now > startedAt + timeoutSeconds * 1000 + 100 && now - startedAt < 1e9)
          this.#faults.push(`get(${name}) is not over after ${now - startedAt} ms`);
      }
    }
    this.#judge(() => this.#storedRecords.check());
  }

  #judge(check: () => void): void {
    try {
      check();
    } catch (error) {
      this.#faults.push((error as Error).message);
    }
  }
}
