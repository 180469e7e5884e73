// A disk that fails under a PostgreSQL of this machine: its programs behind wrappers that load failing-disk.c ahead of
// the C library. The host finds them first on its PATH and runs them like any other.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('../failing-disk.c', import.meta.url));
const COMPILE_LIMIT_MS = 60_000;

/** `enum family` of failing-disk.c. */
const FAMILIES = { write: 1, sync: 2, file: 4 } as const;
export type Family = keyof typeof FAMILIES;

/** `short`: half of a write arrives, and what follows finds no room. */
export type Way = 'EIO' | 'ENOSPC' | 'short';
const { EIO, ENOSPC } = constants.errno;
const ERRORS: Readonly<Record<Way, number>> = { EIO, ENOSPC, short: 0 };

/** `struct command` of failing-disk.c: six numbers of 32 bits and a text. */
const COMMAND_BYTES = 256;
const [PASSED_AT, STRUCK_AT, FIRST_AT] = [16, 20, 24];

export interface Struck {
  /** Calls of the family since the disk was armed. */
  readonly passed: number;
  /** Those of them that failed. */
  readonly struck: number;
  /** The first of those and its file: `fdatasync pg_wal/000000010000000000000001`; empty when there was none. */
  readonly first: string;
}

export class FailingDisk {
  readonly #folder: string;
  readonly #command: number;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#command = openSync(join(folder, 'command'), 'r+');
  }

  /**
   * Undefined where no compiler is.
   * @param program path of the real `postgres`
   * @param cluster its data directory, which need not be there yet
   */
  static under(program: string, cluster: string): FailingDisk | undefined {
    const folder = mkdtempSync(join(tmpdir(), 'tillgate-disk-'));
    const [library, command] = [join(folder, 'failing-disk.so'), join(folder, 'command')];
    const made = spawnSync(
      'cc',
      ['-shared', '-fPIC', '-O1', '-Wall', '-Werror', '-o', library, SOURCE, '-ldl'],
      {
        encoding: 'utf8',
        timeout: COMPILE_LIMIT_MS,
      },
    );
    if (made.error) {
      rmSync(folder, { recursive: true });
      return undefined;
    }
    assert.equal(made.status, 0, made.stderr);
    writeFileSync(command, new Uint8Array(COMMAND_BYTES));
    const preloaded = `LD_PRELOAD='${library}' FAILING_DISK_COMMAND='${command}' FAILING_DISK_CLUSTER='${cluster}'`;
    // A server that panics would leave its memory in the cluster.
    wrapper(folder, 'postgres', `ulimit -c 0\nexport ${preloaded}\nexec '${program}' "$@"`);
    wrapper(folder, 'initdb', `exec '${join(dirname(program), 'initdb')}' "$@"`);
    // The database runs as another user when we are root.
    chmodSync(folder, 0o755);
    chmodSync(library, 0o755);
    chmodSync(command, 0o666);
    return new FailingDisk(folder);
  }

  /** What makes a host run the wrapped program. */
  get env(): NodeJS.ProcessEnv {
    return { TILLGATE_POSTGRES: 'installed', PATH: `${this.#folder}:${process.env.PATH}` };
  }

  /**
   * @param nth from 1; 0: it only counts
   * @param inARow so many calls of the family fail, from the n-th on
   */
  arm(family: Family, way: Way, nth: number, inARow: number): void {
    const command = Buffer.alloc(COMMAND_BYTES);
    command.writeUInt32LE(nth, 4);
    command.writeUInt32LE(inARow, 8);
    command.writeInt32LE(ERRORS[way], 12);
    this.#write(command);
    command.writeUInt32LE(FAMILIES[family], 0);
    this.#write(command.subarray(0, 4));
  }

  /** The disk is well again. */
  disarm(): Struck {
    this.#write(Buffer.alloc(4));
    const command = Buffer.alloc(COMMAND_BYTES);
    readSync(this.#command, command, 0, COMMAND_BYTES, 0);
    const text = command.toString('utf8', FIRST_AT);
    return {
      passed: command.readUInt32LE(PASSED_AT),
      struck: command.readUInt32LE(STRUCK_AT),
      first: text.slice(0, text.indexOf('\0')),
    };
  }

  /** When the database has ended. */
  remove(): void {
    closeSync(this.#command);
    rmSync(this.#folder, { recursive: true });
  }

  #write(bytes: Uint8Array): void {
    writeSync(this.#command, bytes, 0, bytes.length, 0);
  }
}

function wrapper(folder: string, name: string, script: string): void {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}
