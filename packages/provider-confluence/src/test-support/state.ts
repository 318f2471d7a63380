/** One version of a page of the fake. */
export interface FakeVersion {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly message: string;
  readonly createdAt: string;
}

/** A page of the fake, or other content. */
export interface FakePage {
  readonly id: string;
  type: string;
  status: string;
  spaceKey: string;
  parentId: string | null;
  labels: readonly string[];
  readonly versions: FakeVersion[];
}

/** The properties of a page that a test can set. */
export interface PageInput {
  readonly title?: string;
  readonly body?: string;
  readonly spaceKey?: string;
  readonly parentId?: string;
  readonly labels?: readonly string[];
  readonly message?: string;
  readonly status?: string;
  readonly type?: string;
}

export const editor = { id: '712020:8abb7e5d', name: 'Ada Lovelace', key: '0123456789abcdef0123456789abcdef' };

/** The pages and spaces of the fake. */
export class State {
  readonly pages = new Map<string, FakePage>();
  readonly spaces = new Map<string, string>([['AI', '65537']]);
  /** Display names by account id, user key and user name. */
  readonly people = new Map([
    [editor.id, editor.name],
    [editor.key, editor.name],
  ]);
  readonly tokens = new Set<string>();

  /** Creates a page, or a new version of it if its text or title changes. */
  write(id: string, input: PageInput): FakePage {
    const page = this.pages.get(id) ?? this.#create(id);
    const { status = 'current', type = page.type, spaceKey = page.spaceKey, labels = page.labels } = input;
    Object.assign(page, { status, type, spaceKey, labels, parentId: input.parentId ?? page.parentId });
    if (!this.spaces.has(spaceKey)) this.spaces.set(spaceKey, String(65537 + this.spaces.size));
    const last = page.versions.at(-1);
    const { title = last?.title ?? `Page ${id}`, body = last?.body ?? '', message = '' } = input;
    if (last === undefined || last.title !== title || last.body !== body) {
      const number = page.versions.length + 1;
      page.versions.push({
        number,
        title,
        body,
        message,
        createdAt: new Date(1_700_000_000_000 + number * 60_000).toISOString(),
      });
    }
    return page;
  }

  #create(id: string): FakePage {
    const page = { id, type: 'page', status: 'current', spaceKey: 'AI', parentId: null, labels: [], versions: [] };
    this.pages.set(id, page);
    return page;
  }

  find(id: string): FakePage | undefined {
    return this.pages.get(id);
  }

  /** All pages, by id. */
  all(): FakePage[] {
    return [...this.pages.values()].sort((one, other) => Number(one.id) - Number(other.id));
  }
}

export function current({ versions }: FakePage): FakeVersion {
  return versions.at(-1) as FakeVersion;
}
