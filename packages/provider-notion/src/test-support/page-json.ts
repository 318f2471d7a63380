import { richText } from './fake-blocks.ts';
import type { FakePage } from './fake-state.ts';

/** Describes a page as the API does. Times of edits are rounded down to the minute. */
export function pageJson({ id, title, properties, dataSourceId, editedAt, isInTrash }: FakePage): object {
  const user = { object: 'user', id: '7775f3a3-893f-43fa-b625-460c61094c78' };
  const editedTime = `${new Date(editedAt).toISOString().slice(0, 16)}:00.000Z`;
  return {
    object: 'page',
    id,
    created_time: '2026-01-01T00:00:00.000Z',
    last_edited_time: editedTime,
    created_by: user,
    last_edited_by: user,
    cover: null,
    icon: null,
    parent: dataSourceId
      ? { type: 'data_source_id', data_source_id: dataSourceId, database_id: id }
      : { type: 'workspace', workspace: true },
    in_trash: isInTrash,
    archived: isInTrash,
    is_archived: isInTrash,
    is_locked: false,
    properties: {
      ...properties,
      [dataSourceId ? 'Name' : 'title']: { id: 'title', type: 'title', title: richText(title) },
    },
    url: `https://app.notion.com/p/${id.replaceAll('-', '')}`,
    public_url: null,
  };
}
