// `tillgate books verify`: recomputes the ledger from its entries; exit 7 when a rule does not hold.

import type { Command } from 'commander';
import type { BooksProof } from '../http/api.js';
import { verifyBooks } from '../ledger/index.js';
import { booksReader } from '../reading-side.js';
import { connect, runningDatabase } from '../store/index.js';
import { type Cli, type CliCommand, EXIT } from './cli.js';
import { askHost, dataDirOf, hasHost } from './host-client.js';

export const booksVerifyCommand: CliCommand = {
  name: 'books verify',
  summary: { zh: '重算账簿并检查每条不变式', en: 'recompute the books and check every invariant' },
  examples: ['tillgate books verify', 'tillgate books verify -o json'],
  printsData: true,
  configure(command: Command): void {
    command.option('--data <dir>', 'data directory of the host, or of a bank');
  },
  async run(cli, _args, options) {
    const proof = await prove(cli, options);
    if (cli.json) cli.out(JSON.stringify(proof));
    else {
      cli.out(
        `${proof.entries} entry sets, ${proof.accounts} accounts, ${proof.violations.length} violations`,
      );
      for (const { rule, subject, detail } of proof.violations) cli.out(`${rule}: ${subject}: ${detail}`);
    }
    return proof.violations.length === 0 ? EXIT.ok : EXIT.checkFailed;
  },
};

/** Through the host that runs there; a bank has no such door, so its database is read. */
async function prove(cli: Cli, options: Readonly<Record<string, unknown>>): Promise<BooksProof> {
  const dataDir = dataDirOf(cli, options);
  const database = hasHost(dataDir) ? undefined : runningDatabase(dataDir);
  if (!database) return askHost<BooksProof>(cli, options, '/api/books');
  const sql = connect({ ...database, max: 1 });
  try {
    return await verifyBooks(booksReader(sql));
  } finally {
    await sql.end();
  }
}
