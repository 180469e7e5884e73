// One till for the page: opens it with this browser's ports, and keeps a second tab from using the same one.

import type { DemoWorld, PresentedChip } from '@tillgate/server/api';
import { VirtualChip } from '@tillgate/terminal';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { recall, remember } from '../session/browser-memory.js';
import { fromDemoHex } from './demo-card.js';
import { pageSoftware } from './page-software.js';
import type { DemoCard, TillView } from './screen.js';
import { TerminalLine } from './terminal-line.js';
import { openTerminalStore } from './terminal-store.js';
import { Till } from './till.js';
import type { TillOptions } from './till-options.js';

const LAST_RRN = 'tillgate.last-rrn';

/** The till with its view; undefined while it opens, `elsewhere` when another tab has it. */
export function useTill(world: DemoWorld, terminalId: string): Till | 'elsewhere' | undefined {
  const [till, setTill] = useState<Till | 'elsewhere'>();
  useEffect(() => {
    const leaving = new AbortController();
    let line: TerminalLine | undefined;
    // Two pages with one terminal would use one trace twice and overwrite each other's reversal.
    void navigator.locks.request(`tillgate-terminal-${terminalId}`, { ifAvailable: true }, async (lock) => {
      if (lock === null) {
        setTill('elsewhere');
        return;
      }
      const opened = await openTill(world, terminalId);
      line = opened.line;
      setTill(opened.till);
      line.keepOpen();
      await opened.till.open();
      await new Promise((resolve) => leaving.signal.addEventListener('abort', resolve));
    });
    return () => {
      leaving.abort();
      line?.close();
    };
  }, [world, terminalId]);
  return till;
}

export function useTillView(till: Till): TillView {
  return useSyncExternalStore(
    (listener) => till.subscribe(listener),
    () => till.view,
  );
}

async function openTill(world: DemoWorld, terminalId: string): Promise<{ till: Till; line: TerminalLine }> {
  const profile = world.terminals.find((one) => one.terminalId === terminalId);
  if (!profile) throw new Error('the chosen terminal is one of the demo world');
  const line = new TerminalLine(
    () => new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/pos/link`),
    (isOnline) => till.setOnline(isOnline),
  );
  const store = await openTerminalStore(terminalId);
  const software = await pageSoftware(document);
  const till = new Till({
    ...{
      profile,
      acquirerName: world.acquirer.name,
      isKept: store.isKept,
      software,
      task: taskOf(location.search),
    },
    ports: {
      ...{ store, link: line },
      clock: { now: () => Date.now(), wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) },
      random: { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) },
    },
    operatorId: recall('tab', operatorOf(terminalId)),
    onOperator: (operatorId) => remember('tab', operatorOf(terminalId), operatorId),
    chip: (card) => chipOf(card),
    armHostFault: async (fault) => void (await askDemo('host-fault', { terminalId, fault })),
    paymentCode: (cardName) => paymentCodeOf(cardName),
    onPayment: (rrn) => remember('browser', LAST_RRN, rrn),
  });
  return { till, line };
}

/** What the holder's phone would show: good once, for a minute. */
async function paymentCodeOf(card: string): Promise<string> {
  const response = await askDemo('payment-code', { card });
  if (!response.ok) throw new Error(`no payment code for ${card}: ${response.status}`);
  return ((await response.json()) as { readonly code: string }).code;
}

/** The demo card's chip with its next counter; undefined when the host cannot be asked. */
async function chipOf({ name, pan, sequence }: DemoCard): Promise<VirtualChip | undefined> {
  const response = await askDemo('chip', { card: name });
  if (!response.ok) return undefined;
  const { masterKey, ...presented } = (await response.json()) as PresentedChip;
  return new VirtualChip({ ...presented, masterKey: fromDemoHex(masterKey), pan, sequence });
}

function askDemo(what: 'payment-code' | 'chip' | 'host-fault', content: object): Promise<Response> {
  return fetch(`/api/demo/${what}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(content),
  });
}

/** Who is at this terminal in this tab: a number of two digits, nothing secret. */
function operatorOf(terminalId: string): string {
  return `tillgate.operator.${terminalId}`;
}

/** `?do=sign-on` shows the sign-on; `?amount=` goes straight to the card. */
function taskOf(search: string): TillOptions['task'] {
  const query = new URLSearchParams(search);
  const amountMinor = Number(query.get('amount'));
  const isAmount = Number.isSafeInteger(amountMinor) && amountMinor > 0 && amountMinor < 1e10;
  return { amountMinor: isAmount ? amountMinor : undefined, showsSignOn: query.get('do') === 'sign-on' };
}
