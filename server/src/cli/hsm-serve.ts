// `tillgate hsm serve`: the HSM in a process of its own, over a local socket that only its owner may open. Host and HSM
// prove to each other that they hold the secret of a file beside the socket; `tillgate up --hsm FOLDER` uses it.

import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { createHsmSession, createLmkComponents, openRoom, startRemoteHsm } from '../hsm/index.js';
import { Fault } from '../kernel/fault.js';
import { systemRandom } from '../kernel/random.js';
import { connectFramed, listenFramed } from '../link/index.js';
import type { StartRoom } from '../open-hsm.js';
import { type CliCommand, EXIT } from './cli.js';
import { dataDirOf } from './host-client.js';

const SECRET_BYTES = 32;
const OTHERS_MAY = 0o077;

export const hsmServeCommand: CliCommand = {
  name: 'hsm serve',
  summary: { zh: '在单独的进程中运行加密机', en: 'run the HSM in a process of its own' },
  examples: ['tillgate hsm serve --data /srv/hsm', 'tillgate up --hsm /srv/hsm/hsm'],
  printsData: false,
  configure(command: Command): void {
    command.option('--data <dir>', 'holds lmk/ and hsm/ with socket and secret (TILLGATE_DATA_DIR)');
  },
  async run(cli, _args, options) {
    const dataDir = dataDirOf(cli, options);
    createLmkComponents(join(dataDir, 'lmk'));
    const commands = openRoom(join(dataDir, 'lmk'));
    const folder = join(dataDir, 'hsm');
    const secret = ensureSecret(folder);
    const socket = join(folder, 'socket');
    await removeIfDead(socket);
    const stop = await listenFramed(socket, (peer) => ({
      onFrame: createHsmSession({ commands, secret, random: systemRandom }, peer),
      onClose: () => undefined,
    }));
    cli.out(`ready ${JSON.stringify({ socket, pid: process.pid })}`);
    await new Promise((resolveSignal) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolveSignal);
    });
    await stop();
    return EXIT.ok;
  },
};

/** The room of a host that uses such a process; it reads the secret each time the host starts. */
export function remoteRoom(folder: string): StartRoom {
  const path = join(resolve(folder), 'socket');
  return (_lmkFolder, onDeath) =>
    startRemoteHsm({
      secret: readSecret(resolve(folder)),
      random: systemRandom,
      onDeath,
      connect: (events) => connectFramed(path, events),
    });
}

function ensureSecret(folder: string): Uint8Array {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const path = join(folder, 'secret');
  if (!existsSync(path)) {
    const secret = Buffer.from(systemRandom.bytes(SECRET_BYTES)).toString('hex');
    writeFileSync(path, `${secret}\n`, { mode: 0o600, flag: 'wx', flush: true });
  }
  return readSecret(folder);
}

function readSecret(folder: string): Uint8Array {
  const path = join(folder, 'secret');
  if (!existsSync(path)) throw new Fault('TG_HSM_SECRET', `no HSM has left its secret in ${folder}`);
  if ((statSync(path).mode & OTHERS_MAY) !== 0) {
    throw new Fault('TG_HSM_SECRET', 'the secret of the HSM is open to other users');
  }
  const text = readFileSync(path, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/.test(text)) throw new Fault('TG_HSM_SECRET', 'the secret of the HSM is malformed');
  return Uint8Array.from(Buffer.from(text, 'hex'));
}

/** What a killed process left behind goes; a socket that answers is another HSM's. */
async function removeIfDead(socket: string): Promise<void> {
  if (!existsSync(socket)) return;
  const answers = await new Promise<boolean>((told) => {
    const probe = connectFramed(socket, {
      onFrame: () => {
        told(true);
        probe.close();
      },
      onClose: () => told(false),
    });
  });
  if (answers) throw new Fault('TG_HSM_RUNS', 'an HSM runs on this data directory');
  rmSync(socket, { force: true });
}
