// A host reduced to its database, for tests that kill one: `node host.fixture.js DATA_DIR PROGRAM STAGING`.
// Prints one JSON line when the database is up or refused, one whenever it is back or lost, and stops at the end of
// its standard input.

import { systemClock } from '../../kernel/clock.js';
import { Fault } from '../../kernel/fault.js';
import { systemRandom } from '../../kernel/random.js';
import { startDatabaseServer } from './index.js';

const [dataDir = '', program, stagingPlace = ''] = process.argv.slice(2);
const say = (line: object): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

try {
  const server = await startDatabaseServer({
    dataDir,
    url: undefined,
    program: program === '' ? undefined : program,
    searchPath: process.env.PATH ?? '',
    clock: systemClock,
    random: systemRandom,
    log: (line) => {
      if (line === 'the database is back') say({ back: true });
    },
    onLost: (fault) => say({ lost: fault.code }),
    stagingPlaces: [stagingPlace],
  });
  const { connection, source, versionText, adopted } = server;
  say({ socketFolder: connection.host, password: connection.password(), source, versionText, adopted });
  process.stdin.resume();
  process.stdin.once('end', () => void server.stop().then(() => process.exit(0)));
} catch (error) {
  say({ fault: error instanceof Fault ? error.code : String(error), message: (error as Error).message });
}
