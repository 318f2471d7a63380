import type { Dialect } from '../../../../scripts/test/databases/fresh-database.ts';

/** The schema of the first release. It never changes, so that every later release is tested against it. */
export const firstReleaseSchema: Readonly<Record<Dialect, readonly string[]>> = {
  sqlite: [
    'create table `prompt_migrations` (`id` integer not null primary key autoincrement, `name` varchar(255), `batch` integer, `migration_time` datetime)',
    'create table `prompt_migrations_lock` (`index` integer not null primary key autoincrement, `is_locked` integer)',
    'create table `prompts` (`name` varchar(255) collate binary, `latest_version` integer not null, `deprecated_at` varchar(24), `created_at` varchar(24) not null, primary key (`name`))',
    'create table `prompt_versions` (`name` varchar(255) collate binary not null, `version` integer not null, `content` text not null, `hash` varchar(64) not null, `metadata` json, `author` varchar(255), `message` text, `created_at` varchar(24) not null, constraint `prompt_versions_name_foreign` foreign key(`name`) references `prompts`(`name`), primary key (`name`, `version`))',
    'create table `prompt_labels` (`name` varchar(255) collate binary not null, `label` varchar(255) collate binary not null, `version` integer not null, constraint `prompt_labels_version_foreign` foreign key(`name`, `version`) references `prompt_versions`(`name`, `version`), primary key (`name`, `label`))',
    'create table `prompt_changes` (`id` integer not null primary key autoincrement, `name` varchar(255) collate binary not null, `action` varchar(16) not null, `version` integer, `label` varchar(255) collate binary, `author` varchar(255), `message` text, `created_at` varchar(24) not null)',
    'create index `prompt_changes_name_id_index` on `prompt_changes` (`name`, `id`)',
  ],
  postgres: [
    'create table prompt_migrations (id serial primary key, name varchar(255), batch integer, migration_time timestamptz)',
    'create table prompt_migrations_lock (index serial primary key, is_locked integer)',
    'create table prompts (name varchar(255) collate "C", latest_version integer not null, deprecated_at varchar(24), created_at varchar(24) not null, constraint prompts_pkey primary key (name))',
    'create table prompt_versions (name varchar(255) collate "C" not null, version integer not null, content text not null, hash varchar(64) not null, metadata json, author varchar(255), message text, created_at varchar(24) not null, constraint prompt_versions_pkey primary key (name, version), constraint prompt_versions_name_foreign foreign key (name) references prompts (name))',
    'create table prompt_labels (name varchar(255) collate "C" not null, label varchar(255) collate "C" not null, version integer not null, constraint prompt_labels_pkey primary key (name, label), constraint prompt_labels_version_foreign foreign key (name, version) references prompt_versions (name, version))',
    'create table prompt_changes (id bigserial primary key, name varchar(255) collate "C" not null, action varchar(16) not null, version integer, label varchar(255) collate "C", author varchar(255), message text, created_at varchar(24) not null)',
    'create index prompt_changes_name_id_index on prompt_changes (name, id)',
  ],
  mariadb: [
    'create table prompt_migrations (id int unsigned not null auto_increment primary key, name varchar(255), batch int, migration_time timestamp null) default character set utf8mb4',
    'create table prompt_migrations_lock (`index` int unsigned not null auto_increment primary key, is_locked int) default character set utf8mb4',
    'create table prompts (name varchar(255) character set utf8mb4 collate utf8mb4_bin, latest_version int not null, deprecated_at varchar(24), created_at varchar(24) not null, primary key (name)) default character set utf8mb4 engine = InnoDB',
    'create table prompt_versions (name varchar(255) character set utf8mb4 collate utf8mb4_bin not null, version int not null, content longtext not null, hash varchar(64) not null, metadata json, author varchar(255), message longtext, created_at varchar(24) not null, primary key (name, version), constraint prompt_versions_name_foreign foreign key (name) references prompts (name)) default character set utf8mb4 engine = InnoDB',
    'create table prompt_labels (name varchar(255) character set utf8mb4 collate utf8mb4_bin not null, label varchar(255) character set utf8mb4 collate utf8mb4_bin not null, version int not null, primary key (name, label), constraint prompt_labels_version_foreign foreign key (name, version) references prompt_versions (name, version)) default character set utf8mb4 engine = InnoDB',
    'create table prompt_changes (id bigint unsigned not null auto_increment primary key, name varchar(255) character set utf8mb4 collate utf8mb4_bin not null, action varchar(16) not null, version int, label varchar(255) character set utf8mb4 collate utf8mb4_bin, author varchar(255), message longtext, created_at varchar(24) not null, index prompt_changes_name_id_index (name, id)) default character set utf8mb4 engine = InnoDB',
  ],
};

const created_at = '2026-01-02T03:04:05.678Z';
const hash = 'f'.repeat(64);

/** Rows written by the first release, by table. */
export const firstReleaseRows = {
  prompt_migrations: [{ name: '001-tables', batch: 1, migration_time: null }],
  prompt_migrations_lock: [{ is_locked: 0 }],
  prompts: [
    { name: 'review', latest_version: 2, created_at },
    { name: 'Review', latest_version: 1, created_at, deprecated_at: '2026-02-03T04:05:06.789Z' },
  ],
  prompt_versions: [
    { name: 'review', version: 1, content: 'One 😀\r\n', hash, metadata: '{"b":{"c":[1]},"a":null}', created_at },
    { name: 'review', version: 2, content: 'Two', hash, author: 'Ada', message: 'Better', created_at },
    { name: 'Review', version: 1, content: 'Shouted', hash, created_at },
  ],
  prompt_labels: [{ name: 'review', label: 'production', version: 1 }],
  prompt_changes: [
    { name: 'review', action: 'publish', version: 1, created_at },
    { name: 'review', action: 'label', version: 2, label: 'production', created_at },
    { name: 'review', action: 'label', version: 1, label: 'production', created_at },
    { name: 'Review', action: 'deprecate', author: 'Bob', message: 'Do not shout', created_at },
  ],
};

/** Configs, and the templates that the first release loaded for them, without `uri`. */
export const firstReleaseReads = [
  [
    { name: 'review' },
    {
      content: 'One 😀\r\n',
      version: '1',
      metadata: { b: { c: [1] }, a: null, createdAt: created_at, label: 'production' },
    },
  ],
  [
    { name: 'review', label: 'latest' },
    {
      content: 'Two',
      version: '2',
      metadata: { author: 'Ada', message: 'Better', createdAt: created_at, label: 'latest' },
    },
  ],
  [
    { name: 'review', version: 1 },
    { content: 'One 😀\r\n', version: '1', metadata: { b: { c: [1] }, a: null, createdAt: created_at } },
  ],
  [
    { name: 'Review' },
    {
      content: 'Shouted',
      version: '1',
      metadata: { createdAt: created_at, label: 'latest', deprecatedAt: '2026-02-03T04:05:06.789Z' },
    },
  ],
] as const;
