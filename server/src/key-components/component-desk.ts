// A key that comes in by components: two or three people enter theirs, each signed in under a name of their own, and
// what the HSM forms of them is put in its place. Components pass through here sealed for the HSM; neither a person
// nor this process ever has two.

import type { ComponentKeyRole, Hsm, WrappedKey } from '../hsm/index.js';
import type { EnteredKeyComponent, KeyComponents, SealedKeyComponent } from '../http/api.js';

/** What the key is to be. */
export interface KeyTerms {
  readonly label: string;
  readonly role: ComponentKeyRole;
  /** Key version number of its block. */
  readonly generation: number;
}

/** `Refusal`: words for why no key of this name may come in now. */
export interface ComponentPorts<Refusal extends string> {
  /** The HSM for the person who asks. */
  hsmFor(who: string): Pick<Hsm, 'beginKeyComponents' | 'enterKeyComponent'>;
  /** Undefined for a name that names nothing. */
  termsOf(name: string): Promise<KeyTerms | Refusal | undefined>;
  place(name: string, terms: KeyTerms, key: WrappedKey): Promise<void>;
}

export interface ComponentDesk<Refusal extends string = never> {
  begin(officer: string, name: string, components: 2 | 3): Promise<KeyComponents | Refusal | undefined>;
  /** Of the ceremony that is under way. */
  state(name: string): KeyComponents | undefined;
  /** Undefined when none is under way. */
  enter(
    officer: string,
    name: string,
    component: SealedKeyComponent,
  ): Promise<EnteredKeyComponent | undefined>;
}

interface UnderWay {
  readonly terms: KeyTerms;
  readonly told: KeyComponents;
}

const CEREMONIES_MAX = 16;
const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));

export function createComponentDesk<Refusal extends string = never>({
  hsmFor,
  termsOf,
  place,
}: ComponentPorts<Refusal>): ComponentDesk<Refusal> {
  const underWay = new Map<string, UnderWay>();
  return {
    async begin(officer, name, components) {
      const terms = await termsOf(name);
      if (terms === undefined || typeof terms === 'string') return terms;
      const { publicKey } = await hsmFor(`officer:${officer}`).beginKeyComponents({ ...terms, components });
      if (underWay.size >= CEREMONIES_MAX) underWay.delete([...underWay.keys()][0]!);
      const told = { label: terms.label, publicKey: Buffer.from(publicKey).toString('base64') };
      underWay.set(name, { terms, told });
      return told;
    },
    state: (name) => underWay.get(name)?.told,
    async enter(officer, name, { ephemeralKey, sealed, checkValue }) {
      const begun = underWay.get(name);
      if (!begun) return undefined;
      const { key, ...entered } = await hsmFor(`officer:${officer}`).enterKeyComponent({
        ...{ label: begun.terms.label, officer, checkValue },
        ...{ ephemeralKey: bytesOf(ephemeralKey), sealed: bytesOf(sealed) },
      });
      if (!key) return { ...entered, total: '' };
      underWay.delete(name);
      await place(name, begun.terms, key);
      return { ...entered, total: key.kcv };
    },
  };
}
