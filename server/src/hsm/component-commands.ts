// The ceremony of a key by components: a key pair for those who seal theirs, the components as they come in, and the
// key block when the last one is there. Several ceremonies may be under way, each by its name.

import type { KeyObject } from 'node:crypto';
import { adjustParity, bytesToHex, checkImportedTdesKey, combineComponents } from '@tillgate/payment-crypto';
import { Fault } from '../kernel/fault.js';
import { checkValueOf } from './check-value.js';
import { ComponentCeremony } from './component-ceremony.js';
import type { CommandRequest, Commands, WrappedKey } from './hsm.js';
import { ephemeralPair } from './key-agreement.js';
import { roleHeader } from './key-role.js';
import { openComponent } from './sealed-component.js';
import { type Room, wrapKey } from './wrap-key.js';

const KEY_BYTES = 16;
/** An AES-256 key: nothing that travels under it is stronger. */
const ZONE_MASTER_BYTES = 32;
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
        componentBytes: terms.role === 'zone-master' ? ZONE_MASTER_BYTES : KEY_BYTES,
        checkValueOf: (component) =>
          bytesToHex(checkValueOf(room, component, roleHeader(terms.role).algorithm)),
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
    return wrapKey(room, key, role, label, generation);
  } finally {
    sum.fill(0);
    key.fill(0);
  }
}
