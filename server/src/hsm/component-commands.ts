// The component ceremony of a terminal's own key: a key pair for those who seal their components, the components as
// they come in, and the key block when the last one is there. Several ceremonies may be under way, each by its name.

import type { KeyObject } from 'node:crypto';
import {
  adjustParity,
  bytesToHex,
  checkImportedTdesKey,
  combineComponents,
  createAes,
  kcvOfCmac,
} from '@tillgate/payment-crypto';
import { Fault } from '../kernel/fault.js';
import { ComponentCeremony } from './component-ceremony.js';
import type { CommandRequest, Commands, TerminalKeyRole, WrappedKey } from './hsm.js';
import { ephemeralPair } from './key-agreement.js';
import { roleHeader } from './key-role.js';
import { openComponent } from './sealed-component.js';
import { wrapTerminalKey } from './terminal-commands.js';
import { checkValue, type Room } from './wrap-key.js';

const KEY_BYTES = 16;
/** The one that began first gives way. */
const CEREMONIES_MAX = 16;

interface UnderWay {
  readonly ceremony: ComponentCeremony;
  readonly privateKey: KeyObject;
  readonly terms: CommandRequest<'beginKeyComponents'>;
}

export function componentCommands(room: Room): Pick<Commands, 'beginKeyComponents' | 'enterKeyComponent'> {
  const underWay = new Map<string, UnderWay>();
  const end = (name: string): void => {
    underWay.get(name)?.ceremony.wipe();
    underWay.delete(name);
  };
  return {
    beginKeyComponents: (terms) => {
      end(terms.label);
      if (underWay.size >= CEREMONIES_MAX) end([...underWay.keys()][0]!);
      const { privateKey, publicKey } = ephemeralPair();
      const ceremony = new ComponentCeremony({
        wanted: terms.components,
        componentBytes: KEY_BYTES,
        checkValueOf: (component) => checkValueOf(room, component, terms.role),
      });
      underWay.set(terms.label, { ceremony, privateKey, terms });
      return { publicKey };
    },
    enterKeyComponent: ({ label, officer, checkValue: held, ephemeralKey, sealed }) => {
      const one = underWay.get(label);
      if (!one) throw new Fault('TG_CEREMONY', 'no ceremony has begun');
      const component = openComponent({ ephemeralKey, sealed }, one.privateKey, label, officer);
      let key: WrappedKey | undefined;
      try {
        const entered = one.ceremony.enter({ component, officer, checkValue: held }, (components) => {
          underWay.delete(label);
          key = formed(room, components, one.terms);
        });
        return { ...entered, key };
      } finally {
        component.fill(0);
      }
    },
  };
}

/** @throws CryptoFault TG_KEY_WEAK and others for components that make no key to be used */
function formed(
  room: Room,
  components: readonly Uint8Array[],
  { role, label, generation }: CommandRequest<'beginKeyComponents'>,
): WrappedKey {
  const sum = combineComponents(components);
  const isTdes = roleHeader(role).algorithm === 'T';
  // The sum of components of odd parity has none; parity is no part of the key.
  const key = isTdes ? adjustParity(sum) : sum;
  try {
    if (isTdes) checkImportedTdesKey(key);
    return wrapTerminalKey(room, key, role, label, generation);
  } finally {
    sum.fill(0);
    key.fill(0);
  }
}

function checkValueOf(room: Room, component: Uint8Array, role: TerminalKeyRole): string {
  if (role !== 'dukpt-initial') return bytesToHex(checkValue(room, component, roleHeader(role).algorithm, 3));
  const cipher = createAes(component);
  const value = bytesToHex(kcvOfCmac(cipher));
  cipher.destroy();
  return value;
}
