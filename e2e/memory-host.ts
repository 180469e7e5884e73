// A host in a process of its own, with its HSM in another: what the memory proof starts. Its parent says where its data
// and its HSM are, who acquires, and which world to load; without one it takes up the data that is there.

const [dataDir = '', hsmFolder = '', acquirer = '', world = ''] = process.argv.slice(2);

interface HostModule {
  startHost(options: object): Promise<{ readonly pos: string; stop(): Promise<void> }>;
}
interface HsmModule {
  remoteRoom(folder: string): unknown;
}
const built = (path: string): Promise<unknown> =>
  import(new URL(`../../server/dist/${path}`, import.meta.url).href);

const { startHost } = (await built('compose.js')) as HostModule;
const { remoteRoom } = (await built('cli/hsm-serve.js')) as HsmModule;
const host = await startHost({
  ...{ dataDir, databaseUrl: undefined, postgres: undefined, searchPath: process.env.PATH ?? '' },
  ...{ host: '127.0.0.1', httpPort: 0, posPort: 0, posTlsPort: 0, plainPosAnywhere: false },
  ...{ hostCommandsPort: undefined, largestBatch: 256, log: () => undefined },
  ...{ banks: { addresses: [], limitMs: 15_000 }, holdMs: 86_400_000 },
  ...{ publicUrl: undefined, messageGateway: undefined },
  acquirer: JSON.parse(acquirer),
  world: world === '' ? undefined : JSON.parse(world),
  startRoom: remoteRoom(hsmFolder),
  onLost: () => process.exit(1),
});
process.send?.({ pos: host.pos });
process.on('message', () => void host.stop().then(() => process.exit(0)));
