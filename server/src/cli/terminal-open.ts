// The virtual POS with its own key, in the dialect that it speaks; and with a new key when the centre asks for one.

import type { Profile } from '@tillgate/pos-protocol';
import { defaultSettings, MistakenPinPad, type PadMistake, Terminal } from '@tillgate/terminal';
import { demoWorld } from '../demo/index.js';
import type { Cli } from './cli.js';
import { dataDirOf, HostFault } from './host-client.js';
import { replaceOwnKey } from './terminal-keys.js';
import { type LoadedTerminal, loadOwnTerminal } from './terminal-own-key.js';
import { terminalProfile } from './terminal-profile.js';
import { virtualPosSoftware } from './terminal-software.js';

type Options = Readonly<Record<string, unknown>>;
export type Ports = Parameters<typeof Terminal.open>[1];

export async function openTerminal(
  cli: Cli,
  options: Options,
  known: LoadedTerminal,
  ports: Ports,
): Promise<Terminal> {
  const profile = await terminalProfile(dataDirOf(cli, options), known.profile);
  const settings = { ...settingsOf(known, profile, options), ...(await virtualPosSoftware()) };
  const ownKey = Uint8Array.from(Buffer.from(known.key, 'hex'));
  const pad = new MistakenPinPad(ownKey, settings.profile);
  if (options.mistake !== undefined) pad.mistake = options.mistake as PadMistake;
  return Terminal.open(settings, ports, pad);
}

/** The centre asked for it. When it fails, the key that the terminal has goes on serving, and it is asked again. */
export async function renewOwnKey(
  cli: Cli,
  options: Options,
  before: LoadedTerminal,
  ports: Ports,
): Promise<void> {
  const { terminalId } = before;
  try {
    await replaceOwnKey(cli, terminalId, options, ports.store);
  } catch (error) {
    if (!(error instanceof HostFault)) throw error;
    cli.say(error.message);
    return;
  }
  const known = await loadOwnTerminal(dataDirOf(cli, options), terminalId);
  const terminal = known && (await openTerminal(cli, options, known, ports));
  if (terminal?.status.signedOn === false) await terminal.signOn();
}

function settingsOf(
  known: LoadedTerminal,
  profile: Profile | undefined,
  { wait }: Options,
): Parameters<typeof Terminal.open>[0] {
  const merchant = demoWorld.merchants.find(({ id }) => id === known.merchantId);
  return {
    ...defaultSettings,
    ...(profile && { profile }),
    ...(wait !== undefined && { answerTimeoutMs: Number(wait) * 1000 }),
    terminalId: known.terminalId,
    merchantId: known.merchantId,
    merchantName: merchant?.name ?? { zh: '', en: '' },
    acquirerName: demoWorld.acquirer.name,
    understandsPinRequest: known.pinRequiredCode,
    namesOwnKey: known.wasLoaded,
    firstPasswordSuffices: true,
    ...(merchant && { contactlessNoPinLimitMinor: merchant.noPinLimitFen }),
  };
}
