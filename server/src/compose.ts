// Joins the rooms to a running host. Whatever a room needs from outside (time, randomness, files, sockets) is
// handed to it here and nowhere else.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashPaymentCode, unparkUnit } from './acquirer/index.js';
import { auditPage, verifyAudit } from './audit/index.js';
import { type BankLinkOptions, openBanks } from './bank-links.js';
import { createCardDesk } from './card-desk.js';
import {
  createPhoneDesk,
  type MessageGateway,
  noGateway,
  outboxGateway,
  readOutbox,
  startExpiry,
  webhookGateway,
} from './cardholder/index.js';
import {
  authorityFolder,
  createTerminalCertificates,
  hostSigner,
  openAuthority,
  type SignAsHost,
  type TerminalCertificates,
} from './certificates/index.js';
import { createPolicyDesk } from './cvm-policies/index.js';
import { readProfileFiles, removeHostFile, writeHostFile } from './data-folder.js';
import { type DemoWorld, issuePaymentCode, presentChip } from './demo/index.js';
import { createTransactionEvents, type TransactionEvents } from './events/index.js';
import { handleWith } from './handle-message.js';
import { watchHolds } from './hold-watch.js';
import { type HostCommandOptions, openHostCommands } from './host-command-door.js';
import type { Hsm } from './hsm/index.js';
import { createHttpServer } from './http/index.js';
import { createSessions } from './identity/index.js';
import { listInDoubt } from './journal/index.js';
import { type Clock, systemClock } from './kernel/clock.js';
import { localTimeIn } from './kernel/local-time.js';
import { bracketed, loopback, portOf } from './kernel/network-address.js';
import { systemRandom } from './kernel/random.js';
import { openKeyDesks } from './key-desks.js';
import { FaultLab } from './lab/index.js';
import { defaultLimits, openPassThrough } from './link/index.js';
import {
  type Basement,
  type BooksOptions,
  closeAll,
  type Opened,
  openBooks,
  openGroupCommit,
  openRrns,
} from './open-books.js';
import type { Stations } from './payment-path.js';
import { createProfileRegistry, type ProfileRegistry } from './profile-registry.js';
import { readingSide } from './reading-side.js';
import { openSecurityCentre } from './security-centre/index.js';
import { createDirectory, type Directory, type GroupCommit, type Sql } from './store/index.js';
import { createAddressWatch, openSuspects } from './suspects/index.js';
import { createTerminalDesk } from './terminal-desk.js';
import { openTerminalDoors, type TerminalDoorOptions } from './terminal-doors.js';
import { startKeyUses, usualPolicy } from './terminal-keys/index.js';

export interface HostOptions extends TerminalDoorOptions, BooksOptions, HostCommandOptions {
  /** 0: any free port; so with the others. */
  readonly httpPort: number;
  /** Who acquires: fields 32 and 44, the texts of field 63, and the zone of fields 12 and 13. */
  readonly acquirer: DemoWorld['acquirer'];
  /** How long a pre-authorization holds the amount, in milliseconds. */
  readonly holdMs: number;
  /** Where people reach the web from outside, such as `https://pay.example`; undefined: on this machine. */
  readonly publicUrl: string | undefined;
  /** Takes messages to phones, `POST {mobile, body}`; undefined: the demo's outbox. */
  readonly messageGateway: string | undefined;
  /** Banks that decide in processes of their own; without any, every bank decides here. */
  readonly banks: BankLinkOptions;
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

export async function startHost(options: HostOptions): Promise<Host> {
  const clock = systemClock;
  const opened: Opened = [];
  const stop = (): Promise<void> => closeAll(opened);
  try {
    const profiles = createProfileRegistry(await readProfileFiles(join(options.dataDir, 'profiles')));
    const basement = await openBooks(options, clock, opened);
    const { sql, door } = basement;
    const hsm = door.hsmFor('host');
    const host = await openDoors(options, { ...basement, hsm, profiles }, opened);
    const commands = { hsm: door.hsmFor('host-commands'), sql, clock, random: systemRandom };
    const hostCommands = await openHostCommands(options, commands, opened);
    return { ...host, hostCommands, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Ground extends Basement {
  readonly hsm: Hsm;
  readonly profiles: ProfileRegistry;
}

async function openDoors(
  options: HostOptions,
  ground: Ground,
  opened: Opened,
): Promise<Omit<Host, 'stop' | 'hostCommands'>> {
  const { log } = options;
  const { sql, outlast, hsm, clock, profiles } = ground;
  const directory = await createDirectory(sql, outlast);
  const books = openGroupCommit(options, ground, opened);
  const events = createTransactionEvents();
  const localTime = localTimeIn(options.acquirer.timeZone);
  const rrns = openRrns(ground);
  const keyUses = startKeyUses({ sql, clock, policy: usualPolicy, forget: directory.forget, log });
  const security = openSecurityCentre({ ...ground, forget: directory.forget, log });
  opened.push(keyUses.stop, () => security.stop());
  const { id: acquirerId, currency } = options.acquirer;
  const banks = openBanks(options.banks, { ...ground, books, clock, acquirerId, currency, log });
  opened.push(() => banks.close());
  opened.push(startExpiry({ sql, books, clock, log }));
  const nextRrn = (localDate: string): Promise<string> => rrns.next(localDate);
  const today = { nextRrn: () => nextRrn(localTime(clock.now()).date) };
  opened.push(watchHolds({ sql, books, clock, log, ...today }, options.holdMs));
  // Its port is known once the web listens, after the terminals' doors.
  const web = { address: options.publicUrl ?? '' };
  const stations: Stations = {
    banks,
    hsm,
    directory,
    books,
    ports: {
      hsm,
      acquirerId: options.acquirer.id,
      acquirerName: options.acquirer.name.zh,
      issuerName: (issuerId) => directory.issuer(issuerId)?.name_zh ?? '',
      localTime,
      phonePage: () => `${web.address}/phone/`,
      nextRrn,
      bodyLayouts: profiles.bodyLayouts,
      profileOf: async (terminalId) => {
        // A database that is gone is the decision's to answer for.
        const row = await directory.terminal(terminalId).catch(() => undefined);
        return profiles.named(row?.profile ?? '');
      },
    },
    keyUsed: keyUses.note,
    security,
    failed: (rrn, error) => log(`request ${rrn} ended in a failure: ${String(error)}`),
  };
  const { bodyLayouts } = profiles;
  const authority = await openAuthority(authorityFolder(options.dataDir), systemRandom, clock.now());
  const certificates = createTerminalCertificates(sql, authority, clock.now);
  const lab = options.world && new FaultLab(options.world.terminals, bodyLayouts, clock);
  const addresses = createAddressWatch(sql, log);
  const doors = await openTerminalDoors(
    options,
    {
      limits: { ...defaultLimits, frameBytes: profiles.frameBytes },
      clock,
      log,
      faults: lab,
      handle: handleWith(stations, { books, clock, events, bodyLayouts, lab, addresses }),
    },
    { authority, certificates },
    clock,
  );
  opened.push(() => doors.close());
  const sign = await hostSigner(authority, clock.now());
  return openWeb(options, ground, { directory, books, doors, certificates, events, lab, web, sign, opened });
}

interface OpenDoors {
  readonly directory: Directory;
  readonly books: GroupCommit;
  readonly doors: Awaited<ReturnType<typeof openTerminalDoors>>;
  readonly certificates: TerminalCertificates;
  readonly sign: SignAsHost;
  readonly events: TransactionEvents;
  /** In the demo world only. */
  readonly lab: FaultLab | undefined;
  /** How people reach it; filled in when it listens. */
  readonly web: { address: string };
  readonly opened: Opened;
}

async function openWeb(
  options: HostOptions,
  { sql, hsm, clock, profiles, door }: Ground,
  { directory, books, doors, certificates, sign, events, lab, web, opened }: OpenDoors,
): Promise<Omit<Host, 'stop' | 'hostCommands'>> {
  const sessions = createSessions(sql, clock, systemRandom);
  const firstPerson = await sessions.ensureFirstPerson();
  const localToken = Buffer.from(systemRandom.bytes(32)).toString('base64url');
  const banks = options.banks.addresses;
  const keyParts = { sql, clock, door, profiles, directory, certificates, sign, banks, log: options.log };
  const keyDesks = await openKeyDesks(keyParts, opened);
  const terminals = createTerminalDesk(sql, profiles, directory);
  const suspects = openSuspects({
    ...{ sql, clock, log: options.log, timeZone: options.acquirer.timeZone, setStatus: terminals.setStatus },
  });
  opened.push(suspects.stop);
  const app = await createHttpServer({
    ...readingSide(
      ...([sql, options.world, profiles.named, localTimeIn(options.acquirer.timeZone)] as const),
      suspects.software,
    ),
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
    doubts: {
      list: () => listInDoubt(sql),
      retry: (rrn) => books.submit(unparkUnit(rrn, clock.now())),
    },
    terminals,
    suspects,
    ...keyDesks,
    lab,
    phone: createPhoneDesk({
      ...{ sql, hsm, books, directory, clock, random: systemRandom, address: () => web.address },
      decidesHere: (id) => banks.every(({ issuerId }) => issuerId !== id),
      gateway: gatewayOf(options, sql, clock),
    }),
    policies: createPolicyDesk({
      sql,
      directory,
      country: '156',
      timeZone: options.acquirer.timeZone,
      now: clock.now,
    }),
    cards: createCardDesk(sql),
    outbox: () => options.world && readOutbox(sql),
    audit: { prove: () => verifyAudit(sql, door.audit.head), page: (after) => auditPage(sql, after) },
    after: clock.after,
    failed: (error) => options.log(`web: ${String(error)}`),
  });
  await app.listen({ host: options.host, port: options.httpPort });
  opened.push(() => app.close());
  // A name and not a number: passkeys know no others.
  web.address ||= `http://localhost:${portOf(app.server.address())}`;
  const addresses = {
    http: `http://${bracketed(loopback(options.host))}:${portOf(app.server.address())}`,
    pos: `${bracketed(loopback(doors.posHost))}:${doors.pos.port}`,
    posTls: `${bracketed(loopback(options.host))}:${doors.posTls.port}`,
  };
  await writeHostFile(options.dataDir, { ...addresses, pid: process.pid, token: localToken });
  opened.push(() => removeHostFile(options.dataDir));
  return { ...addresses, firstPerson };
}

/** A host with neither a gateway nor the demo world sends nothing. */
function gatewayOf({ messageGateway, world }: HostOptions, sql: Sql, clock: Clock): MessageGateway {
  if (messageGateway === undefined) return world ? outboxGateway(sql, clock) : noGateway;
  const headers = { 'content-type': 'application/json' };
  return webhookGateway((body) => fetch(messageGateway, { method: 'POST', headers, body }));
}
