// Joins the rooms to a running host. Whatever a room needs from outside (time, randomness, files, sockets) is
// handed to it here and nowhere else.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { hashPaymentCode } from './acquirer/index.js';
import { auditPage, verifyAudit } from './audit/index.js';
import {
  authorityFolder,
  createTerminalCertificates,
  hostSigner,
  openAuthority,
  type SignAsHost,
  type TerminalCertificates,
} from './certificates/index.js';
import { readProfileFiles, removeHostFile, writeHostFile } from './data-folder.js';
import { type DemoWorld, issuePaymentCode, loadDemoWorld, presentChip } from './demo/index.js';
import { createTransactionEvents, type TransactionEvents } from './events/index.js';
import { type HostCommandOptions, openHostCommands } from './host-command-door.js';
import type { Hsm } from './hsm/index.js';
import { createHttpServer } from './http/index.js';
import { createSessions } from './identity/index.js';
import { keepTrace } from './journal/index.js';
import { type Clock, systemClock } from './kernel/clock.js';
import { localTimeIn } from './kernel/local-time.js';
import { bracketed, loopback } from './kernel/network-address.js';
import { systemRandom } from './kernel/random.js';
import { createRrnSource } from './kernel/rrn.js';
import { Timeline } from './kernel/timeline.js';
import { openKeyDesks } from './key-desks.js';
import { FaultLab } from './lab/index.js';
import { defaultLimits, openPassThrough } from './link/index.js';
import { type HsmDoor, type HsmDoorOptions, openHsm } from './open-hsm.js';
import { answer, type Stations } from './payment-path.js';
import { createProfileRegistry, type ProfileRegistry } from './profile-registry.js';
import { readingSide } from './reading-side.js';
import {
  connect,
  createDirectory,
  createGroupCommit,
  type DatabaseServer,
  type Directory,
  migrate,
  PostgresStore,
  type Sql,
  startDatabaseServer,
  type TraceRow,
} from './store/index.js';
import { createTerminalDesk } from './terminal-desk.js';
import { openTerminalDoors, type TerminalDoorOptions } from './terminal-doors.js';
import { startKeyUses, usualPolicy } from './terminal-keys/index.js';

export interface HostOptions extends TerminalDoorOptions, HsmDoorOptions, HostCommandOptions {
  readonly databaseUrl: string | undefined;
  /** `installed` or `embedded` to pick the PostgreSQL program by hand. */
  readonly postgres: string | undefined;
  readonly searchPath: string;
  /** 0: any free port; so with the others. */
  readonly httpPort: number;
  /** Who acquires: fields 32 and 44, the texts of field 63, and the zone of fields 12 and 13. */
  readonly acquirer: DemoWorld['acquirer'];
  /** A made-up world to load once, and to open the training terminal for. */
  readonly world: DemoWorld | undefined;
  /** Requests in one commit at the most; 1 turns grouping off. */
  readonly largestBatch: number;
  /** The books are lost to this host: it must stop taking payments. */
  readonly onLost: (error: Error) => void;
}

export interface Host {
  readonly http: string;
  readonly pos: string;
  readonly posTls: string;
  readonly hostCommands: string | undefined;
  /** Name and first password of the console's first administrator, on the very first start. */
  readonly firstPerson: { readonly name: string; readonly password: string } | undefined;
  /** Takes no more, answers what is under way, and leaves everything on disk. */
  stop(): Promise<void>;
}

const PAGES = fileURLToPath(new URL('../../web/dist/', import.meta.url));
/** With grouping off, one payment is one transaction, and as many may be under way as here. */
const UNGROUPED_LANES = 16;
const CONNECTIONS = 24;
const GIVE_UP_AFTER_MS = 8000;

export async function startHost(options: HostOptions): Promise<Host> {
  const clock = systemClock;
  const { log } = options;
  const database = await startDatabaseServer({
    dataDir: options.dataDir,
    url: options.databaseUrl,
    program: options.postgres,
    searchPath: options.searchPath,
    clock,
    random: systemRandom,
    log,
    onLost: options.onLost,
  });
  const opened: Array<() => Promise<unknown>> = [() => database.stop()];
  const stop = async (): Promise<void> => {
    for (const close of opened.splice(0).reverse()) await close();
  };
  try {
    const sql = connect({ ...database.connection, max: CONNECTIONS });
    opened.push(() => sql.end({ timeout: 5 }));
    await migrate(sql);
    const profiles = createProfileRegistry(await readProfileFiles(join(options.dataDir, 'profiles')));
    const door = await openHsm(options, sql, clock);
    opened.push(() => door.close());
    const hsm = door.hsmFor('host');
    const { world } = options;
    if (world) {
      const loader = door.hsmFor('demo-world');
      await loadDemoWorld({ sql, hsm: loader, random: systemRandom, now: clock.now() }, world);
    }
    const host = await openDoors(options, { sql, hsm, clock, database, profiles, door }, opened);
    const commands = { hsm: door.hsmFor('host-commands'), sql, clock, random: systemRandom };
    const hostCommands = await openHostCommands(options, commands, opened);
    return { ...host, hostCommands, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Basement {
  readonly sql: Sql;
  readonly hsm: Hsm;
  readonly clock: Clock;
  readonly database: DatabaseServer;
  readonly profiles: ProfileRegistry;
  readonly door: HsmDoor;
}

async function openDoors(
  options: HostOptions,
  { sql, hsm, clock, profiles, door }: Basement,
  opened: Array<() => Promise<unknown>>,
): Promise<Omit<Host, 'stop' | 'hostCommands'>> {
  const { log } = options;
  const directory = await createDirectory(sql);
  const grouped = options.largestBatch > 1;
  const store = new PostgresStore(sql);
  const books = createGroupCommit(store, {
    clock,
    largestBatch: options.largestBatch,
    lanes: grouped ? 1 : UNGROUPED_LANES,
    giveUpAfterMs: GIVE_UP_AFTER_MS,
  });
  opened.push(async () => {
    // The traces of the last answers are handed in just after them.
    await new Promise<void>((wake) => clock.after(0, wake));
    await books.idle();
    await store.close();
  });
  const events = createTransactionEvents();
  const localTime = localTimeIn(options.acquirer.timeZone);
  const rrns = createRrnSource(async () => {
    const [row] = await sql.unsafe("select nextval('rrn_block')::int as block");
    return Number(row?.block);
  });
  const keyUses = startKeyUses({ sql, clock, policy: usualPolicy, forget: directory.forget, log });
  opened.push(keyUses.stop);
  const stations: Stations = {
    hsm,
    directory,
    books,
    ports: {
      hsm,
      acquirerId: options.acquirer.id,
      acquirerName: options.acquirer.name.zh,
      issuerName: (issuerId) => directory.issuer(issuerId)?.name_zh ?? '',
      localTime,
      nextRrn: (localDate) => rrns.next(localDate),
      bodyLayouts: profiles.bodyLayouts,
      profileOf: async (terminalId) => {
        // A database that is gone is the decision's to answer for.
        const row = await directory.terminal(terminalId).catch(() => undefined);
        return profiles.named(row?.profile ?? '');
      },
    },
    keyUsed: keyUses.note,
    failed: (rrn, error) => log(`request ${rrn} ended in a failure: ${String(error)}`),
  };
  // After the answer is on its way: masking and packing are for people, and people can wait.
  const keepLater = (make: () => TraceRow): void => {
    clock.after(0, () => {
      const trace = make();
      books.submitLate((draft) => draft.addTrace(trace));
    });
  };
  const { bodyLayouts } = profiles;
  const authority = await openAuthority(authorityFolder(options.dataDir), systemRandom, clock.now());
  const certificates = createTerminalCertificates(sql, authority, clock.now);
  const lab = options.world && new FaultLab(options.world.terminals, bodyLayouts, clock);
  const doors = await openTerminalDoors(
    options,
    {
      limits: { ...defaultLimits, frameBytes: profiles.frameBytes },
      clock,
      log,
      faults: lab,
      handle: async (body, peer, fault) => {
        const timeline = new Timeline(clock);
        const reply = await answer(stations, {
          ...{ body, receivedAt: clock.now(), timeline },
          ...{ certifiedTerminalId: peer?.terminalId, labFault: fault },
        });
        if ('unanswerable' in reply) return { close: reply.unanswerable };
        if (fault) timeline.did('terminal', `lab.${fault}`);
        const { request, outcome } = reply;
        if (!outcome.repeated) {
          keepLater(() => keepTrace(request.rrn, timeline, body, reply.body, bodyLayouts));
        }
        events.publish({ rrn: outcome.rrn });
        return { body: reply.body };
      },
    },
    { authority, certificates },
    clock,
  );
  opened.push(() => doors.close());
  return openWeb(
    options,
    { sql, hsm, clock, profiles, door },
    { directory, doors, certificates, events, lab, sign: await hostSigner(authority, clock.now()), opened },
  );
}

interface OpenDoors {
  readonly directory: Directory;
  readonly doors: Awaited<ReturnType<typeof openTerminalDoors>>;
  readonly certificates: TerminalCertificates;
  readonly sign: SignAsHost;
  readonly events: TransactionEvents;
  /** In the demo world only. */
  readonly lab: FaultLab | undefined;
  readonly opened: Array<() => Promise<unknown>>;
}

async function openWeb(
  options: HostOptions,
  { sql, hsm, clock, profiles, door }: Omit<Basement, 'database'>,
  { directory, doors, certificates, sign, events, lab, opened }: OpenDoors,
): Promise<Omit<Host, 'stop' | 'hostCommands'>> {
  const sessions = createSessions(sql, clock, systemRandom);
  const firstPerson = await sessions.ensureFirstPerson();
  const localToken = Buffer.from(systemRandom.bytes(32)).toString('base64url');
  const keyParts = { sql, clock, door, profiles, directory, certificates, sign, log: options.log };
  const keyDesks = await openKeyDesks(keyParts, opened);
  const app = await createHttpServer({
    ...readingSide(sql, options.world, profiles.named),
    sessions,
    events,
    localToken,
    pagesFolder: PAGES,
    paymentCode: async (cardName) => {
      const hash = (code: string): Promise<string> => hashPaymentCode(hsm, code);
      const ports = { sql, hsm, random: systemRandom, clock, hash };
      return options.world && issuePaymentCode(ports, options.world, cardName);
    },
    presentChip: async (cardName) => options.world && presentChip({ sql, hsm }, options.world, cardName),
    openPosLink: (link) => openPassThrough({ host: loopback(doors.posHost), port: doors.pos.port, ...link }),
    certificates,
    terminals: createTerminalDesk(sql, profiles, directory),
    ...keyDesks,
    lab,
    audit: { prove: () => verifyAudit(sql, door.audit.head), page: (after) => auditPage(sql, after) },
    after: clock.after,
    failed: (error) => options.log(`web: ${String(error)}`),
  });
  await app.listen({ host: options.host, port: options.httpPort });
  opened.push(() => app.close());
  const addresses = {
    http: `http://${bracketed(loopback(options.host))}:${portOf(app)}`,
    pos: `${bracketed(loopback(doors.posHost))}:${doors.pos.port}`,
    posTls: `${bracketed(loopback(options.host))}:${doors.posTls.port}`,
  };
  await writeHostFile(options.dataDir, { ...addresses, pid: process.pid, token: localToken });
  opened.push(() => removeHostFile(options.dataDir));
  return { ...addresses, firstPerson };
}

function portOf(app: FastifyInstance): number {
  const address = app.server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
