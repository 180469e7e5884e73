// How a new local master key comes in: two or three people each enter a component that only they know, and see its
// check value; the last one sees that of the whole (split knowledge and dual control, PCI PIN requirements 5 and 6).

import { combineComponents } from '@tillgate/payment-crypto';
import { Fault } from '../kernel/fault.js';
import type { CommandAnswer, CommandRequest } from './hsm.js';
import { type LocalMasterKey, lmkCheckValue } from './local-master-key.js';

const LMK_BYTES = 32;

export class LmkCeremony {
  readonly #wanted: 2 | 3;
  readonly #entered: Array<{ readonly officer: string; readonly component: Uint8Array }> = [];

  constructor(wanted: 2 | 3) {
    this.#wanted = wanted;
  }

  /**
   * Takes one component; the last one makes the key, which `form` is given with the components to keep.
   * @throws Fault TG_LMK_OFFICER, TG_LMK_COMPONENT, TG_LMK_CHECK_VALUE
   */
  enter(
    { component, officer, checkValue }: CommandRequest<'enterLmkComponent'>,
    form: (key: LocalMasterKey, components: readonly Uint8Array[]) => void,
  ): CommandAnswer<'enterLmkComponent'> {
    if (this.#entered.some((one) => one.officer === officer)) {
      throw new Fault('TG_LMK_OFFICER', 'each component comes from another person');
    }
    if (component.length !== LMK_BYTES || component.every((byte) => byte === component[0])) {
      throw new Fault('TG_LMK_COMPONENT', 'a component is 32 random bytes');
    }
    const own = lmkCheckValue(component);
    if (checkValue !== '' && checkValue !== own) {
      throw new Fault('TG_LMK_CHECK_VALUE', 'the component is not the one of this check value');
    }
    this.#entered.push({ officer, component: component.slice() });
    const [entered, wanted] = [this.#entered.length, this.#wanted];
    if (entered < wanted) return { checkValue: own, entered, wanted, total: '' };
    const components = this.#entered.map((one) => one.component);
    const lmk = combineComponents(components);
    const total = lmkCheckValue(lmk);
    try {
      form({ lmk, checkValue: total }, components);
    } finally {
      this.wipe();
    }
    return { checkValue: own, entered, wanted, total };
  }

  wipe(): void {
    for (const { component } of this.#entered.splice(0)) component.fill(0);
  }
}
