// Who types the PIN for `tillgate terminal`: the demo card's holder, or standard input. Never an argument.

import { text as readText } from 'node:stream/consumers';
import type { PinEntry, PinReason } from '@tillgate/terminal';
import type { DemoCard } from '../demo/index.js';
import type { Cli } from './cli.js';
import { readSecrets } from './secret-lines.js';

/** All of standard input. */
export async function typed(): Promise<string> {
  return (await readText(process.stdin)).trim();
}

/** The demo card's own PIN, or what standard input says; of a change of PIN a line each, the new one twice. */
export function pinEntryFor(
  cli: Cli,
  options: Readonly<Record<string, unknown>>,
  demoCard: DemoCard | undefined,
): PinEntry {
  const isTyped = options.pinStdin === true;
  const known = (pin: string): string => (options.wrongPin === true ? wrong(pin) : pin);
  let ofChange: readonly string[] | undefined;
  return {
    async ask({ reason }) {
      const at = CHANGE.indexOf(reason);
      if (at < 0) return known(isTyped ? await typed() : (demoCard?.pin ?? ''));
      ofChange ??= await readChange(cli, isTyped ? undefined : known(demoCard?.pin ?? ''));
      return ofChange[at];
    },
  };
}

const CHANGE: readonly PinReason[] = ['old-pin', 'new-pin', 'new-pin-again'];

async function readChange(cli: Cli, knownPin: string | undefined): Promise<readonly string[]> {
  const inChinese = cli.language === 'zh';
  const prompts = inChinese ? ['新密码', '再次输入新密码'] : ['new PIN', 'new PIN, once more'];
  if (knownPin !== undefined) return [knownPin, ...(await readSecrets(cli, prompts))];
  return readSecrets(cli, [inChinese ? '原密码' : 'old PIN', ...prompts]);
}

/** The first digit moved by one: a Visa PVV is made of the first four digits only. */
function wrong(pin: string): string {
  return ((Number(pin[0]) + 1) % 10) + pin.slice(1);
}
