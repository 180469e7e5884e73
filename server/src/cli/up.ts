// `tillgate up`: starts the host, says when it takes payments, and stops it in order.

import { type Command, InvalidArgumentError } from 'commander';
import { type BankAddress, usualBankLimitMs } from '../bank-links.js';
import { type Host, startHost } from '../compose.js';
import { demoWorld } from '../demo/index.js';
import { usualHoldMs } from '../hold-watch.js';
import { type Cli, type CliCommand, EXIT } from './cli.js';
import { dataDirOf } from './host-client.js';
import { remoteRoom } from './hsm-serve.js';

const LARGEST_BATCH = 256;
const DAY_MS = 86_400_000;

export const upCommand: CliCommand = {
  name: 'up',
  summary: { zh: '启动主机', en: 'start the host' },
  examples: ['tillgate up --demo', 'tillgate up --data /srv/tillgate --http-port 8080 --pos-port 8583'],
  printsData: false,
  configure(command: Command): void {
    command
      .option('--demo', 'load the demo world once')
      .option('--data <dir>', 'data directory (TILLGATE_DATA_DIR; ./tillgate-data)')
      .option(
        '--host <address>',
        'address to listen on; plain TCP from terminals stays on this machine',
        '127.0.0.1',
      )
      .option('--http-port <port>', 'console and pages (TILLGATE_HTTP_PORT; 8080; 0 any)', parsePort)
      .option('--pos-port <port>', 'terminals over TCP (TILLGATE_POS_PORT; 8583; 0 any)', parsePort)
      .option(
        '--pos-tls-port <port>',
        'terminals over TLS and HTTPS (TILLGATE_POS_TLS_PORT; 8584; 0 any)',
        parsePort,
      )
      .option(
        '--host-commands-port <port>',
        'the HSM for clients of payShield-style devices, on this machine only; off unless given (0 any)',
        parsePort,
      )
      .option('--hsm <folder>', 'use the HSM of `tillgate hsm serve`: the folder of its socket and secret')
      .option(
        '--bank <issuer=host:port>',
        'a bank in a process of its own (`tillgate bank`); may be given for several banks',
        collectBanks,
        [],
      )
      .option('--bank-limit <ms>', 'how long such a bank may take to answer', parseMs, usualBankLimitMs)
      .option(
        '--hold-days <days>',
        'how long a pre-authorization holds its amount',
        parseDays,
        usualHoldMs / DAY_MS,
      )
      .option('--plain-pos-anywhere', 'plain TCP on --host, too: anybody there may listen in')
      .option('--no-grouping', 'one database transaction a payment, to compare with');
  },
  async run(cli, _args, options) {
    const stopAsked = nextSignal();
    let booksAreLost: () => void = () => undefined;
    const lost = new Promise<'lost'>((resolve) => {
      booksAreLost = () => resolve('lost');
    });
    const tellLost = (error: Error): void => {
      cli.say(`the books are lost to this host: ${error.message}`);
      booksAreLost();
    };
    outliveDriverFailures(cli);
    const host = await startHost({
      dataDir: dataDirOf(cli, options),
      databaseUrl: cli.env.TILLGATE_DATABASE_URL || undefined,
      postgres: cli.env.TILLGATE_POSTGRES || undefined,
      searchPath: cli.env.PATH ?? '',
      host: String(options.host),
      httpPort: portOf(options.httpPort, cli.env.TILLGATE_HTTP_PORT, 8080),
      posPort: portOf(options.posPort, cli.env.TILLGATE_POS_PORT, 8583),
      posTlsPort: portOf(options.posTlsPort, cli.env.TILLGATE_POS_TLS_PORT, 8584),
      hostCommandsPort: typeof options.hostCommandsPort === 'number' ? options.hostCommandsPort : undefined,
      plainPosAnywhere: options.plainPosAnywhere === true,
      acquirer: demoWorld.acquirer,
      publicUrl: cli.env.TILLGATE_PUBLIC_URL || undefined,
      messageGateway: cli.env.TILLGATE_MESSAGE_GATEWAY || undefined,
      world: options.demo === true ? demoWorld : undefined,
      startRoom: typeof options.hsm === 'string' ? remoteRoom(options.hsm) : undefined,
      holdMs: Number(options.holdDays) * DAY_MS,
      banks: {
        addresses: options.bank as readonly BankAddress[],
        limitMs: Number(options.bankLimit),
      },
      largestBatch: options.grouping === false ? 1 : LARGEST_BATCH,
      log: (line) => cli.say(`${new Date().toISOString()} ${line}`),
      onLost: tellLost,
    });
    if (!cli.json) welcome(cli, host, options.demo === true);
    const { http, pos, posTls, hostCommands } = host;
    cli.out(`ready ${JSON.stringify({ http, pos, posTls, hostCommands, pid: process.pid })}`);
    const why = await Promise.race([stopAsked, lost]);
    await host.stop();
    // The driver goes on trying to reach a database that is gone, which would keep the process.
    if (why === 'lost') process.exit(EXIT.failed);
    return EXIT.ok;
  },
};

function welcome(cli: Cli, host: Host, demo: boolean): void {
  const zh = cli.language === 'zh';
  cli.say(zh ? `控制台   ${host.http}/` : `console    ${host.http}/`);
  if (demo) cli.say(zh ? `收银终端 ${host.http}/pos/` : `POS page   ${host.http}/pos/`);
  cli.say(zh ? `终端接入 ${host.pos}，TLS ${host.posTls}` : `terminals  ${host.pos}, TLS ${host.posTls}`);
  if (host.firstPerson) {
    const { name, password } = host.firstPerson;
    cli.say(
      zh
        ? `首次登录 ${name} / ${password}（只显示这一次，登录后须修改）`
        : `sign in as ${name} / ${password}  (shown this once; to be changed at the first sign-in)`,
    );
  }
  cli.say(zh ? '软件密钥，不是经认证的加密机' : 'software keys: this is no certified HSM');
}

/**
 * When its server dies between two writes, a timer of the database driver writes to a socket that is gone and
 * throws where nobody can catch it. Its connection is closed by then, and what waited for it has been told. Anything
 * else that nobody caught is a bug of ours.
 */
export function outliveDriverFailures(cli: Cli): void {
  process.on('uncaughtException', (error: Error) => {
    if (!/node_modules\/postgres\/.*connection\.js/.test(error.stack ?? '')) {
      process.stderr.write(`${error.stack}\n`);
      process.exit(EXIT.failed);
    }
    cli.say(`a connection to the database broke: ${error.message}`);
  });
}

/**
 * SIGTERM and SIGINT end the host in order. A second SIGINT, of somebody who will not wait, ends the process at once.
 * A second SIGTERM changes nothing: who tells a whole group of processes reaches the host itself and by its parent.
 */
export function nextSignal(): Promise<'signal'> {
  return new Promise((resolve) => {
    process.on('SIGTERM', () => resolve('signal'));
    process.once('SIGINT', () => {
      process.once('SIGINT', () => process.exit(EXIT.interrupted));
      resolve('signal');
    });
  });
}

function collectBanks(text: string, before: readonly BankAddress[]): readonly BankAddress[] {
  const [, issuerId = '', host = '', port = ''] = /^([0-9]{8})=(.+):([0-9]{1,5})$/.exec(text) ?? [];
  if (issuerId === '')
    throw new InvalidArgumentError('a bank is ISSUER=HOST:PORT, such as 62999900=127.0.0.1:9001');
  return [...before, { issuerId, host, port: parsePort(port) }];
}

function parseDays(text: string): number {
  const days = Number(text);
  if (!/^[0-9]{1,3}$/.test(text) || days === 0) throw new InvalidArgumentError('1 to 999 days');
  return days;
}

function parseMs(text: string): number {
  const ms = Number(text);
  if (!/^[0-9]{3,6}$/.test(text)) throw new InvalidArgumentError('100 to 999999 milliseconds');
  return ms;
}

export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^[0-9]{1,5}$/.test(text) || port > 65_535) throw new InvalidArgumentError('a port is 0 to 65535');
  return port;
}

function portOf(option: unknown, fromEnv: string | undefined, otherwise: number): number {
  if (typeof option === 'number') return option;
  return fromEnv === undefined || fromEnv === '' ? otherwise : parsePort(fromEnv);
}
