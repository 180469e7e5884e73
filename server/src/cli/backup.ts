// `tillgate backup FILE`: the books of a running host in one file, while payments go on.
// `tillgate restore FILE`: the file into a new data directory, with the proof that books and audit hold.

import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { cp, mkdir, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { Command } from 'commander';
import { verifyAudit } from '../audit/index.js';
import { readBackup, writeBackup } from '../backup/index.js';
import { systemClock } from '../kernel/clock.js';
import { Fault } from '../kernel/fault.js';
import { systemRandom } from '../kernel/random.js';
import { verifyBooks } from '../ledger/index.js';
import { closeAll, type Opened, openBooks } from '../open-books.js';
import { booksReader } from '../reading-side.js';
import { connect, parseDatabaseUrl, runningDatabase, startDatabaseServer } from '../store/index.js';
import { type Cli, type CliCommand, EXIT } from './cli.js';
import { dataDirOf, HostFault } from './host-client.js';

/** What belongs to people and not into the file: the components of the local master key, the authority's key. */
const CUSTODY = ['lmk', 'certificates', 'profiles'] as const;

export const backupCommand: CliCommand = {
  name: 'backup',
  summary: { zh: '备份运行中主机的账簿', en: 'write the books of a running host to one file' },
  examples: ['tillgate backup books.tgb', 'tillgate backup books.tgb --data /srv/tillgate'],
  printsData: false,
  configure(command: Command): void {
    command
      .argument('<file>', 'made new, readable by you only')
      .option('--data <dir>', 'data directory of the host');
  },
  async run(cli, [file = ''], options) {
    const dataDir = dataDirOf(cli, options);
    const url = cli.env.TILLGATE_DATABASE_URL;
    const database = url ? parseDatabaseUrl(url) : runningDatabase(dataDir);
    if (!database) throw new HostFault(EXIT.unreachable, `no database runs for ${dataDir}`);
    const lmk = join(dataDir, 'lmk');
    const sql = connect({ ...database, max: 1 });
    const gzip = createGzip();
    const out = createWriteStream(file, { flags: 'wx', mode: 0o600 });
    const ended = finished(gzip.pipe(out));
    ended.catch(() => undefined);
    try {
      const { tables, rows } = await writeBackup(sql, systemClock.now(), async (bytes) => {
        if (!gzip.write(bytes)) await Promise.race([new Promise((go) => gzip.once('drain', go)), ended]);
      });
      gzip.end();
      await ended;
      cli.say(
        cli.language === 'zh'
          ? `${rows} 行，${tables} 张表。主密钥分量（${lmk}）不在文件中，请另行保管`
          : `${rows} rows of ${tables} tables; the components of the local master key (${lmk}) are not in it`,
      );
      return EXIT.ok;
    } finally {
      await sql.end();
    }
  },
};

export const restoreCommand: CliCommand = {
  name: 'restore',
  summary: {
    zh: '由备份恢复到新的数据目录并核验',
    en: 'put a backup into a new data directory, and prove it',
  },
  examples: [
    'tillgate restore books.tgb --data ./restored --custody ./tillgate-data',
    'tillgate restore books.tgb --data /srv/tillgate --custody /media/custody -o json',
  ],
  printsData: true,
  configure(command: Command): void {
    command
      .argument('<file>', 'made by `tillgate backup`')
      .requiredOption('--data <dir>', 'a data directory that is not there yet, or empty')
      .requiredOption(
        '--custody <dir>',
        'where lmk/ is kept, and certificates/ and profiles/ if there are any',
      );
  },
  async run(cli, [file = ''], options) {
    const [dataDir, custody] = [resolve(String(options.data)), resolve(String(options.custody))];
    if (existsSync(dataDir) && (await readdir(dataDir)).length > 0) {
      throw new Fault('TG_BACKUP_NOT_EMPTY', `${dataDir} holds something already`);
    }
    if (!existsSync(join(custody, 'lmk'))) throw new Fault('TG_LMK_MISSING', `no folder lmk in ${custody}`);
    await mkdir(dataDir, { recursive: true, mode: 0o711 });
    for (const name of CUSTODY) {
      if (existsSync(join(custody, name)))
        await cp(join(custody, name), join(dataDir, name), { recursive: true });
    }
    const read = await fill(cli, dataDir, file);
    const proof = await prove(cli, dataDir);
    const holds = proof.books.violations.length + proof.audit.violations.length === 0;
    if (cli.json) cli.out(JSON.stringify({ ...read, ...proof }));
    else {
      const taken = new Date(read.takenAt).toISOString();
      cli.out(`${read.rows} rows of ${read.tables} tables, taken at ${taken}`);
      cli.out(`books: ${proof.books.entries} entry sets, ${proof.books.violations.length} violations`);
      cli.out(`audit: ${proof.audit.entries} entries, ${proof.audit.violations.length} violations`);
    }
    return holds ? EXIT.ok : EXIT.checkFailed;
  },
};

async function fill(cli: Cli, dataDir: string, file: string): ReturnType<typeof readBackup> {
  const server = await startDatabaseServer({ ...serverOptions(cli, dataDir) });
  const sql = connect({ ...server.connection, max: 2 });
  const lines = createInterface({
    input: createReadStream(file)
      .on('error', (error) => lines.emit('error', error))
      .pipe(createGunzip()),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  try {
    return await readBackup(sql, lines);
  } finally {
    lines.close();
    await sql.end();
    await server.stop();
  }
}

/** Opens the restored books as a host would, with their HSM, and adds everything up again. */
async function prove(cli: Cli, dataDir: string) {
  const opened: Opened = [];
  try {
    const { sql, door } = await openBooks(
      {
        ...serverOptions(cli, dataDir),
        databaseUrl: undefined,
        postgres: undefined,
        world: undefined,
        largestBatch: 1,
      },
      systemClock,
      opened,
    );
    return { books: await verifyBooks(booksReader(sql)), audit: await verifyAudit(sql, door.audit.head) };
  } finally {
    await closeAll(opened);
  }
}

function serverOptions(cli: Cli, dataDir: string) {
  return {
    dataDir,
    url: undefined,
    program: cli.env.TILLGATE_POSTGRES || undefined,
    searchPath: cli.env.PATH ?? '',
    clock: systemClock,
    random: systemRandom,
    log: (line: string) => cli.say(line),
    onLost: (error: Error) => cli.say(error.message),
  };
}
