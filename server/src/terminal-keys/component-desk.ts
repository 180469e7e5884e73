// A terminal's own key by components: two or three people enter theirs, each signed in under a name of their own, and
// the key waits for the terminal, at whose PIN pad they enter the same. Components pass through here sealed for the
// HSM; neither a person nor this process ever has two.

import type { Hsm } from '../hsm/index.js';
import type { EnteredKeyComponent, KeyComponents, SealedKeyComponent } from '../http/api.js';
import type { KeyMapPorts } from './key-map.js';
import { OWN_KEY_ROLES } from './own-key-roles.js';
import { lockTerminal, nextGeneration, placementOf, placeOwnKey } from './place-own-key.js';

export interface ComponentPorts extends Pick<KeyMapPorts, 'sql' | 'now' | 'schemeOf'> {
  /** The HSM for the person who asks. */
  hsmFor(who: string): Pick<Hsm, 'beginKeyComponents' | 'enterKeyComponent'>;
  forget(terminalId: string): void;
}

export interface ComponentDesk {
  /** Undefined for an unknown terminal. */
  begin(officer: string, terminalId: string, components: 2 | 3): Promise<KeyComponents | undefined>;
  /** Of the ceremony that is under way. */
  state(terminalId: string): KeyComponents | undefined;
  /** Undefined when none is under way. */
  enter(
    officer: string,
    terminalId: string,
    component: SealedKeyComponent,
  ): Promise<EnteredKeyComponent | undefined>;
}

interface UnderWay extends KeyComponents {
  readonly generation: number;
}

const CEREMONIES_MAX = 16;
const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));

export function createComponentDesk(ports: ComponentPorts): ComponentDesk {
  const { sql, schemeOf, hsmFor, forget } = ports;
  const underWay = new Map<string, UnderWay>();
  return {
    async begin(officer, terminalId, components) {
      const row = await sql.begin((step) => lockTerminal(step, terminalId));
      if (!row) return undefined;
      const [role, generation] = [OWN_KEY_ROLES[schemeOf(row.profile)], nextGeneration(row)];
      const terms = { label: labelOf(terminalId), role, generation, components };
      const { publicKey } = await hsmFor(`officer:${officer}`).beginKeyComponents(terms);
      if (underWay.size >= CEREMONIES_MAX) underWay.delete([...underWay.keys()][0]!);
      const begun = { label: terms.label, publicKey: Buffer.from(publicKey).toString('base64'), generation };
      underWay.set(terminalId, begun);
      return begun;
    },
    state: (terminalId) => underWay.get(terminalId),
    async enter(officer, terminalId, { ephemeralKey, sealed, checkValue }) {
      const begun = underWay.get(terminalId);
      if (!begun) return undefined;
      const { key, ...entered } = await hsmFor(`officer:${officer}`).enterKeyComponent({
        ...{ label: begun.label, officer, checkValue },
        ...{ ephemeralKey: bytesOf(ephemeralKey), sealed: bytesOf(sealed) },
      });
      if (!key) return { ...entered, total: '' };
      underWay.delete(terminalId);
      await place(ports, terminalId, begun.generation, key);
      forget(terminalId);
      return { ...entered, total: key.kcv };
    },
  };
}

/** Beside the key in use, where there is one: the terminal goes on with it until the new one is at its PIN pad. */
async function place(
  { sql, schemeOf, now }: ComponentPorts,
  terminalId: string,
  generation: number,
  { block, kcv }: { readonly block: string; readonly kcv: string },
): Promise<void> {
  await sql.begin(async (step) => {
    const row = await lockTerminal(step, terminalId);
    if (!row) return;
    const key = { block, kcv, generation: Math.max(generation, nextGeneration(row)), createdAt: now() };
    await placeOwnKey(step, row, schemeOf(row.profile), key, placementOf(row, row.tmk_kcv));
  });
}

function labelOf(terminalId: string): string {
  return `key of ${terminalId}`;
}
