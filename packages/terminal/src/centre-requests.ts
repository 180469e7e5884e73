// What the centre asks for in digit 6 of the header of an answer, and what the terminal then does by itself.

import { centreRequests, type MessageKind } from '@tillgate/pos-protocol';
import type { DownloadSubject } from './download-progress.js';
import type { Outcome } from './outcome.js';
import type { KeySet } from './state.js';

/** The part of a terminal that this needs. */
interface Follower {
  signOn(keySet?: KeySet): Promise<Outcome>;
  downloadParameters(): Promise<Outcome>;
  uploadStatus(): Promise<Outcome>;
  download(subject: DownloadSubject): Promise<Outcome>;
}

interface CentreAction {
  /** Not after this one: its own answer still had the wish. */
  readonly kind: MessageKind;
  readonly act: (terminal: Follower, keySet: KeySet | undefined) => Promise<Outcome>;
}

/** What the centre can ask for in digit 6 of the header, and what the terminal then does by itself. */
export const centreActions: Readonly<Record<string, CentreAction>> = {
  [centreRequests.downloadParameters]: {
    kind: 'parameter-download',
    act: (terminal) => terminal.downloadParameters(),
  },
  [centreRequests.uploadStatus]: { kind: 'status-upload', act: (terminal) => terminal.uploadStatus() },
  [centreRequests.signOn]: { kind: 'sign-on', act: (terminal, keySet) => terminal.signOn(keySet) },
  [centreRequests.updatePublicKeys]: {
    kind: 'public-key-query',
    act: (terminal) => terminal.download('public-keys'),
  },
  [centreRequests.downloadChipParameters]: {
    kind: 'chip-application-query',
    act: (terminal) => terminal.download('chip-applications'),
  },
};

/** After these the terminal is to be signed off, whatever the centre would like. */
const endsTheDay: readonly MessageKind[] = ['sign-off', 'settlement'];

/** Whether a wish in the answer to a message of this kind is to be told and followed. */
export function mayFollow(request: string, kind: MessageKind): boolean {
  const isOwn = centreActions[request]?.kind === kind;
  return request !== centreRequests.nothing && !endsTheDay.includes(kind) && !isOwn;
}
