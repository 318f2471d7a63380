import { randomBytes } from 'node:crypto';
import type { Certificate } from './certificates.ts';
import { findProgram } from './find-program.ts';
import { freePort } from './free-port.ts';
import { startServer } from './start-server.ts';
import type { TestServer } from './test-server.ts';

const packages = 'mariadb-server-core mariadb-client-core';

/**
 * Starts a MariaDB server.
 * @param certificate Makes it accept TLS as well.
 * @throws UnavailableServer if MariaDB is not installed.
 */
export async function startMariaDb(certificate?: Certificate): Promise<TestServer> {
  const install = findProgram('mariadb-install-db', packages);
  const command = findProgram('mariadbd', packages);
  return startServer(async (home) => {
    const password = randomBytes(16).toString('hex');
    const data = home.at('data');
    const storage = [
      '--no-defaults',
      `--datadir=${data}`,
      // Not the machine's own: two servers that start there at the same time meet.
      `--tmpdir=${home.at('.')}`,
      '--innodb-log-file-size=16M',
      '--innodb-flush-method=nosync',
      ...(home.runsAsRoot ? ['--user=root'] : []),
    ];
    await home.run(install, ...storage, '--auth-root-authentication-method=normal', '--skip-test-db');
    const initFile = await home.write('init.sql', createOnlyUser(password));
    const port = await freePort();
    const files = certificate && (await home.writeCertificate(certificate));
    return {
      url: `mysql://root:${password}@127.0.0.1:${port}/`,
      command,
      args: [
        ...storage,
        `--init-file=${initFile}`,
        `--port=${port}`,
        '--bind-address=127.0.0.1',
        // Relative to the data: the path of a socket is limited to 107 bytes.
        '--socket=socket',
        `--pid-file=${home.at('pid')}`,
        '--skip-name-resolve',
        '--skip-log-bin',
        ...(files ? [`--ssl-cert=${files.certificate}`, `--ssl-key=${files.key}`] : []),
        // As in Debian's configuration: the server's default is latin1.
        '--character-set-server=utf8mb4',
        '--collation-server=utf8mb4_general_ci',
        '--innodb-buffer-pool-size=16M',
        // A commit is written before it is confirmed, so that it survives when the server is killed.
        '--innodb-flush-log-at-trx-commit=2',
      ],
      ready: 'ready for connections',
      quit: 'SIGTERM',
    };
  });
}

/** Replaces the accounts without a password by one that has a password. Runs at each start. */
function createOnlyUser(password: string): string {
  return [
    `CREATE OR REPLACE USER 'root'@'127.0.0.1' IDENTIFIED BY '${password}';`,
    "GRANT ALL PRIVILEGES ON *.* TO 'root'@'127.0.0.1' WITH GRANT OPTION;",
    "DELETE FROM mysql.global_priv WHERE User <> 'mariadb.sys' AND Host <> '127.0.0.1';",
    'FLUSH PRIVILEGES;',
  ].join('\n');
}
