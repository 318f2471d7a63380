import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { findProgram } from './find-program.ts';
import { freePort } from './free-port.ts';
import { startServer } from './start-server.ts';
import type { TestServer } from './test-server.ts';

const packages = 'mariadb-server-core mariadb-client-core';

/** Starts a MariaDB of its own. @throws UnavailableServer where MariaDB is not installed. */
export async function startMariaDb(): Promise<TestServer> {
  const install = findProgram('mariadb-install-db', packages);
  const command = findProgram('mariadbd', packages);
  return startServer(async (home) => {
    const password = randomBytes(16).toString('hex');
    const data = home.at('data');
    const storage = [
      '--no-defaults',
      `--datadir=${data}`,
      '--innodb-log-file-size=16M',
      '--innodb-flush-method=nosync',
    ];
    await home.run(install, ...storage, '--auth-root-authentication-method=normal', '--skip-test-db');
    await writeFile(home.at('init.sql'), onlyUser(password));
    const port = await freePort();
    return {
      url: `mysql://root:${password}@127.0.0.1:${port}/`,
      command,
      args: [
        ...storage,
        `--init-file=${home.at('init.sql')}`,
        `--port=${port}`,
        '--bind-address=127.0.0.1',
        `--socket=${home.at('socket')}`,
        `--pid-file=${home.at('pid')}`,
        '--skip-name-resolve',
        '--skip-log-bin',
        // As Debian's configuration says; the server's own default is latin1.
        '--character-set-server=utf8mb4',
        '--collation-server=utf8mb4_general_ci',
        '--innodb-buffer-pool-size=16M',
        // A commit is with the system at once, so that it outlives a killed server.
        '--innodb-flush-log-at-trx-commit=2',
      ],
      ready: 'ready for connections',
      quit: 'SIGTERM',
    };
  });
}

/** Run at each start: one account with a password, instead of several without. */
function onlyUser(password: string): string {
  return [
    `CREATE OR REPLACE USER 'root'@'127.0.0.1' IDENTIFIED BY '${password}';`,
    "GRANT ALL PRIVILEGES ON *.* TO 'root'@'127.0.0.1' WITH GRANT OPTION;",
    "DELETE FROM mysql.global_priv WHERE User <> 'mariadb.sys' AND Host <> '127.0.0.1';",
    'FLUSH PRIVILEGES;',
  ].join('\n');
}
