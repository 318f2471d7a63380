import { current, editor, type FakePage, type FakeVersion, type State } from './state.ts';

interface Call {
  readonly state: State;
  readonly url: URL;
  readonly body: unknown;
}

/** The highest `limit` that the API accepts, and the maximum number of ids in a request. */
const maxLimit = 250;

/** API v2: https://developer.atlassian.com/cloud/confluence/rest/v2/ */
export function handleCloudRequest(state: State, method: string, url: URL, body: unknown): Response {
  const path = url.pathname.replace(/^(\/ex\/confluence\/[\w-]+)?\/wiki\/api\/v2/, '');
  const call = { state, url, body };
  const [, kind = '', id, part] = path.split('/');
  if (method === 'POST' && path === '/users-bulk') return listPeople(call);
  if (method === 'POST' && path === '/content/convert-ids-to-types') return listTypes(call);
  if (method !== 'GET') return failure(405, 'Method Not Allowed');
  if (kind === 'spaces' && id === undefined) return listSpaces(call);
  if (kind === 'spaces' && path.endsWith('/content/labels')) return listLabels(call, id as string);
  if (kind === 'labels') return listLabelPages(call, id as string);
  if (kind !== 'pages') return failure(404, 'Not Found');
  if (id === undefined) return listPages(call);
  const page = state.find(id);
  if (page?.type !== 'page' || page.status === 'trashed' || page.status === 'restricted')
    return failure(404, 'Not Found');
  if (part === undefined) return readPage(call, page);
  if (part === 'versions') return listVersions(call, page);
  return part === 'direct-children' ? listChildren(call, id) : failure(404, 'Not Found');
}

function siteOf({ url }: Call): string {
  // Behind the API's host, links name the site.
  return url.pathname.startsWith('/ex/') ? 'https://company.atlassian.net/wiki' : `${url.origin}/wiki`;
}

function readPage(call: Call, page: FakePage): Response {
  const number = call.url.searchParams.get('version');
  const version =
    number === null ? current(page) : page.versions.find((candidate) => String(candidate.number) === number);
  if (version === undefined) return failure(404, 'Not Found');
  const json = toPage(call, page, version);
  return respond({ ...json, _links: { ...json._links, base: siteOf(call) } });
}

function toPage({ state, url }: Call, { id, status, spaceKey, parentId }: FakePage, version: FakeVersion) {
  const format = url.searchParams.get('body-format');
  const isDocument = version.body === '' || version.body.startsWith('{') || version.body.startsWith('not JSON');
  const value = format === 'storage' || isDocument ? version.body : '';
  return {
    id,
    status,
    title: version.title,
    spaceId: state.spaces.get(spaceKey),
    parentId,
    parentType: parentId === null ? null : 'page',
    position: 1,
    authorId: editor.id,
    ownerId: editor.id,
    lastOwnerId: null,
    createdAt: version.createdAt,
    version: {
      number: version.number,
      message: version.message,
      minorEdit: false,
      authorId: editor.id,
      createdAt: version.createdAt,
    },
    body: format === null ? {} : { [format]: { representation: format, value } },
    _links: {
      editui: `/pages/resumedraft.action?draftId=${id}`,
      webui: `/spaces/${spaceKey}/pages/${id}/${encodeURIComponent(version.title)}`,
      tinyui: `/x/${id}`,
    },
  };
}

function paginate(call: Call, items: readonly object[]): Response {
  const { searchParams, pathname } = call.url;
  const limit = Math.min(Number(searchParams.get('limit') ?? 25), maxLimit);
  const start = Number(Buffer.from(searchParams.get('cursor') ?? '', 'base64').toString() || 0);
  const end = start + limit;
  const next = new URLSearchParams(searchParams);
  next.set('cursor', Buffer.from(String(end)).toString('base64'));
  const site = siteOf(call);
  const link = `${pathname.replace(/^\/ex\/confluence\/[\w-]+/, '')}?${next}`;
  return respond({
    results: items.slice(start, end),
    _links: { base: site, ...(end < items.length && { next: link }) },
  });
}

function listPages(call: Call): Response {
  const { searchParams } = call.url;
  const [ids, spaceIds, statuses] = ['id', 'space-id', 'status'].map((name) => searchParams.getAll(name)) as [
    string[],
    string[],
    string[],
  ];
  if (ids.length > maxLimit) return failure(400, 'Too many ids');
  const title = searchParams.get('title');
  const allowed = statuses.length > 0 ? statuses : ['current', 'archived'];
  const found = call.state
    .all()
    .filter(
      (page) =>
        page.type === 'page' &&
        allowed.includes(page.status) &&
        (ids.length === 0 || ids.includes(page.id)) &&
        (spaceIds.length === 0 || spaceIds.includes(call.state.spaces.get(page.spaceKey) as string)) &&
        (title === null || current(page).title === title),
    );
  return paginate(
    call,
    found.map((page) => toPage(call, page, current(page))),
  );
}

function listSpaces(call: Call): Response {
  const keys = call.url.searchParams.getAll('keys');
  const spaces = [...call.state.spaces].filter(([key]) => keys.length === 0 || keys.includes(key));
  return paginate(
    call,
    spaces.map(([key, id]) => ({
      id,
      key,
      name: key,
      type: 'global',
      status: 'current',
      _links: { webui: `/spaces/${key}` },
    })),
  );
}

function labelId(label: string): string {
  return String(1000 + ([...label].reduce((sum, letter) => sum * 31 + (letter.codePointAt(0) ?? 0), 7) % 1_000_000));
}

function listLabels(call: Call, spaceId: string): Response {
  const pages = call.state.all().filter(({ spaceKey }) => call.state.spaces.get(spaceKey) === spaceId);
  const labels = [...new Set(pages.flatMap(({ labels }) => labels))];
  return paginate(
    call,
    labels.map((name) => ({ id: labelId(name), name, prefix: 'global' })),
  );
}

function listLabelPages(call: Call, id: string): Response {
  const spaceIds = call.url.searchParams.getAll('space-id');
  const found = call.state
    .all()
    .filter(
      ({ status, labels, spaceKey }) =>
        status !== 'trashed' &&
        labels.some((label) => labelId(label) === id) &&
        (spaceIds.length === 0 || spaceIds.includes(call.state.spaces.get(spaceKey) as string)),
    );
  return paginate(
    call,
    found.map((page) => toPage(call, page, current(page))),
  );
}

function listVersions(call: Call, page: FakePage): Response {
  const versions = page.versions.toReversed();
  return paginate(
    call,
    versions.map(({ number, message, createdAt }) => ({
      number,
      message,
      minorEdit: false,
      authorId: editor.id,
      createdAt,
    })),
  );
}

function listChildren(call: Call, parentId: string): Response {
  const children = call.state.all().filter((page) => page.parentId === parentId && page.status === 'current');
  return paginate(
    call,
    children.map((page) => ({
      id: page.id,
      status: page.status,
      title: current(page).title,
      type: page.type,
      spaceId: call.state.spaces.get(page.spaceKey),
      childPosition: 1,
    })),
  );
}

function listPeople({ state, body }: Call): Response {
  const { accountIds } = body as { accountIds: string[] };
  const known = accountIds.filter((id) => state.people.has(id));
  return respond({
    results: known.map((accountId) => ({
      accountId,
      displayName: state.people.get(accountId),
      accountType: 'atlassian',
    })),
  });
}

function listTypes({ state, body }: Call): Response {
  const { contentIds } = body as { contentIds: string[] };
  const typeOf = (id: string) => {
    const page = state.find(id);
    return page && page.status !== 'trashed' && page.status !== 'restricted' ? page.type : null;
  };
  return respond({ results: Object.fromEntries(contentIds.map((id) => [id, typeOf(id)])) });
}

function respond(json: unknown): Response {
  return Response.json(json);
}

function failure(status: number, title: string): Response {
  return Response.json(
    { errors: [{ status, code: title.toUpperCase().replaceAll(' ', '_'), title, detail: null }] },
    { status },
  );
}
