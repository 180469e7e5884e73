// How a key comes in: two or three people each enter a component that only they know, and see its check value; with the
// last one the whole is formed (split knowledge and dual control, PCI PIN requirements 5 and 6).

import { Fault } from '../kernel/fault.js';

export interface CeremonyTerms {
  readonly wanted: 2 | 3;
  readonly componentBytes: number;
  /** Six hexadecimal digits, of a component as of the key. */
  checkValueOf(component: Uint8Array): string;
}

export interface ComponentEntry {
  readonly component: Uint8Array;
  readonly officer: string;
  /** What the person holds it to be, or empty. */
  readonly checkValue: string;
}

export interface EnteredComponent {
  readonly checkValue: string;
  readonly entered: number;
  readonly wanted: number;
}

export class ComponentCeremony {
  readonly #terms: CeremonyTerms;
  readonly #entered: Array<{ readonly officer: string; readonly component: Uint8Array }> = [];

  constructor(terms: CeremonyTerms) {
    this.#terms = terms;
  }

  /**
   * Takes one component. With the last one `form` is given all of them, which are wiped when it is done.
   * @throws Fault TG_CEREMONY_OFFICER, TG_CEREMONY_COMPONENT, TG_CEREMONY_CHECK_VALUE
   */
  enter(
    { component, officer, checkValue }: ComponentEntry,
    form: (components: readonly Uint8Array[]) => void,
  ): EnteredComponent {
    const { wanted, componentBytes, checkValueOf } = this.#terms;
    if (this.#entered.some((one) => one.officer === officer)) {
      throw new Fault('TG_CEREMONY_OFFICER', 'each component comes from another person');
    }
    if (component.length !== componentBytes || component.every((byte) => byte === component[0])) {
      throw new Fault('TG_CEREMONY_COMPONENT', `a component is ${componentBytes} random bytes`);
    }
    const own = checkValueOf(component);
    if (checkValue !== '' && checkValue !== own) {
      throw new Fault('TG_CEREMONY_CHECK_VALUE', 'the component is not the one of this check value');
    }
    this.#entered.push({ officer, component: component.slice() });
    const entered = this.#entered.length;
    if (entered === wanted) {
      try {
        form(this.#entered.map((one) => one.component));
      } finally {
        this.wipe();
      }
    }
    return { checkValue: own, entered, wanted };
  }

  wipe(): void {
    for (const { component } of this.#entered.splice(0)) component.fill(0);
  }
}
