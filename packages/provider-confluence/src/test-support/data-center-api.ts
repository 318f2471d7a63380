import { current, editor, type FakePage, type FakeVersion, type State } from './state.ts';

/** The highest `limit` for content without texts. With texts, a server returns at most `maxTexts`. */
const maxLimit = 500;

/** API v1: https://developer.atlassian.com/server/confluence/confluence-server-rest-api/ */
export function handleDataCenterRequest(state: State, url: URL, context: string, maxTexts: number): Response {
  const path = url.pathname.slice(context.length);
  const query = url.searchParams;
  const site = url.origin + context;
  const toJson = (page: FakePage) => toContent(page, current(page), query.get('expand') ?? '');
  const list = (pages: readonly FakePage[]) =>
    paginate(pages.map(toJson), url, site, query.get('expand')?.includes('body') ? maxTexts : maxLimit);
  const readable = state.all().filter(({ status }) => status === 'current');
  if (path === '/rest/api/user') return readPerson(state, query.get('key') ?? query.get('username') ?? '');
  if (path === '/rest/api/content/search') return list(readable.filter(parseCql(query.get('cql') ?? '')));
  if (path === '/rest/api/content') {
    const [spaceKey, title] = [query.get('spaceKey'), query.get('title')];
    if (spaceKey !== null && !state.spaces.has(spaceKey)) return failure(404, `No space with key : ${spaceKey}`);
    return list(
      readable.filter(
        (page) =>
          page.type === 'page' && page.spaceKey === spaceKey && (title === null || current(page).title === title),
      ),
    );
  }
  const [, isExperimental, id = '', part] =
    /^\/rest\/(?:api|(experimental))\/content\/(\d+)(?:\/(.+))?$/.exec(path) ?? [];
  const page = state.find(id);
  if (page?.status !== 'current') return failure(404, `No content found with id: ContentId{id=${id}}`);
  if (part === 'child/page') return list(readable.filter(({ parentId }) => parentId === id));
  if (part === 'version') return isExperimental ? listVersions(page, url, site) : failure(404, 'null for uri');
  return part === undefined ? readContent(page, url, site) : failure(404, 'null for uri');
}

function readContent(page: FakePage, { searchParams }: URL, site: string): Response {
  const expand = searchParams.get('expand') ?? '';
  if (searchParams.get('status') !== 'historical') return withBase(toContent(page, current(page), expand), site);
  const version = page.versions.find(({ number }) => String(number) === searchParams.get('version'));
  if (version === undefined || version === current(page)) return failure(404, 'No content found with this version');
  return withBase({ ...toContent(page, version, expand), status: 'historical' }, site);
}

function withBase(content: ReturnType<typeof toContent>, site: string): Response {
  return Response.json({ ...content, _links: { ...content._links, base: site } });
}

const by = { type: 'known', username: 'ada', userKey: editor.key, displayName: editor.name };

function toContent({ id, type, status, spaceKey }: FakePage, version: FakeVersion, expand: string) {
  const { number, title, body, message, createdAt } = version;
  return {
    id,
    type,
    status,
    title,
    ...(expand.includes('space') && { space: { id: 98_306, key: spaceKey, name: spaceKey, type: 'global' } }),
    ...(expand.includes('version') && {
      version: { by, when: createdAt, message, number, minorEdit: false, hidden: false },
    }),
    ...(expand.includes('body.storage') && { body: { storage: { value: body, representation: 'storage' } } }),
    _links: { webui: `/display/${spaceKey}/${encodeURIComponent(title)}`, tinyui: `/x/${id}` },
  };
}

function paginate(results: readonly object[], { searchParams, pathname }: URL, site: string, max: number): Response {
  const start = Number(searchParams.get('start') ?? 0);
  const limit = Math.min(Number(searchParams.get('limit') ?? 25), max);
  const page = results.slice(start, start + limit);
  const next = start + limit < results.length ? { next: `${pathname}?start=${start + limit}` } : {};
  return Response.json({
    results: page,
    start,
    limit,
    size: page.length,
    _links: { base: site, context: '', ...next },
  });
}

/** Parses the searches that the provider sends. */
function parseCql(cql: string): (page: FakePage) => boolean {
  const ids = /^id in \(([\d,]+)\)$/.exec(cql)?.[1]?.split(',');
  if (ids) return ({ id }) => ids.includes(id);
  const [, space, label] = /^space = "(.*)" and label = "(.*)" and type = page$/.exec(cql) ?? [];
  return ({ spaceKey, labels }) => spaceKey === space && labels.includes(label ?? '');
}

function listVersions({ versions }: FakePage, url: URL, site: string): Response {
  return paginate(
    versions
      .toReversed()
      .map(({ number, message, createdAt }) => ({ by, when: createdAt, message, number, minorEdit: false })),
    url,
    site,
    200,
  );
}

function readPerson(state: State, id: string): Response {
  const displayName = state.people.get(id);
  return displayName === undefined ? failure(404, 'No user') : Response.json({ ...by, userKey: id, displayName });
}

function failure(statusCode: number, message: string): Response {
  return Response.json(
    { statusCode, data: { authorized: false, valid: true, errors: [], successful: false }, message },
    { status: statusCode },
  );
}
