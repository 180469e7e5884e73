// An HSM whose every command is told to the audit: with which keys, with what result, for whom. Commands that make,
// change or hand out keys answer only when that is durable; those of the payment path do not wait.

import { parseKeyBlockHeader } from '@tillgate/payment-crypto';
import { COMMAND_RULES } from './command-rules.js';
import type { CommandName, CommandRequest, Hsm, KeyBlock } from './hsm.js';
import { type Carry, hsmOver } from './hsm-over.js';

/** One use of a command, free of secrets. */
export interface CommandUse {
  readonly command: CommandName;
  /** Label and check value of each key, such as `TMK 10000001/0E81A1`. */
  readonly key: string;
  readonly result: string;
  readonly who: string;
}

/** Where uses are told; the audit room keeps them. */
export interface AuditSink {
  note(use: CommandUse): void;
  record(use: CommandUse): Promise<void>;
}

/** Make, change or hand out keys, change PINs, or show stored card data: rare, and accounted for before they answer. */
const PRIVILEGED: ReadonlySet<CommandName> = new Set([
  ...(['formKey', 'generateWorkingKeys', 'rewrapKey', 'openPan'] as const),
  ...([
    'makeTerminalKey',
    'handOverTerminalKey',
    'makeZonePinKey',
    'importZonePinKey',
    'beginKeyComponents',
    'enterKeyComponent',
  ] as const),
  // Leave another PIN in force.
  ...(['changePin', 'makePinEntryKey', 'setPin'] as const),
  ...(['beginLmk', 'enterLmkComponent', 'activateLmk', 'retireLmk'] as const),
]);

export function auditedHsm(hsm: Hsm, sink: AuditSink, who: string): Hsm {
  const carry: Carry = async (command, request) => {
    const ask = hsm[command] as (request: unknown) => Promise<unknown>;
    let answer: unknown;
    try {
      answer = await ask(request);
    } catch (error) {
      sink.note({ command, key: keysOf(command, request, undefined), result: codeOf(error), who });
      throw error;
    }
    if (PRIVILEGED.has(command)) {
      await sink.record({ command, key: keysOf(command, request, answer), result: resultOf(answer), who });
    } else {
      sink.note({ command, key: keysOf(command, request, undefined), result: resultOf(answer), who });
    }
    return answer as never;
  };
  return hsmOver(carry, () => hsm.close());
}

/** The fields of a command's request that hold keys: the places of the permission table, and one that takes any. */
const KEY_PLACES = new Map<CommandName, readonly string[]>([['keyCheckValue', ['key']]]);
for (const slot of Object.keys(COMMAND_RULES)) {
  const [command, place = ''] = slot.split('.') as [CommandName, string?];
  KEY_PLACES.set(command, [...(KEY_PLACES.get(command) ?? []), place]);
}

function keysOf<C extends CommandName>(command: C, request: CommandRequest<C>, answer: unknown): string {
  const places = KEY_PLACES.get(command) ?? [];
  const used = places
    .flatMap((place) => (request as Record<string, unknown>)[place])
    .map((value) => keyIdOf(blockIn(value)));
  return [...used, ...namedIn(request, answer), ...madeIn(answer)].join(' ');
}

/** A key of one message is named by the initial key that it comes from. */
function blockIn(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'initialKey' in value ? value.initialKey : value;
}

/** Local master keys and components have no blocks: commands name them by check value, a key's with its label. */
function namedIn(request: unknown, answer: unknown): readonly string[] {
  const { label = 'LMK' } = (request ?? {}) as { label?: unknown };
  const values = [request, answer].flatMap((one) => {
    const { checkValue, total } = (one ?? {}) as { checkValue?: unknown; total?: unknown };
    return [checkValue, total].filter((value) => typeof value === 'string' && value !== '');
  });
  return [...new Set(values)].map((value) => `${String(label)}/${String(value)}`);
}

/** The keys that an answer brings: one, or several by name. */
function madeIn(answer: unknown): readonly string[] {
  if (typeof answer !== 'object' || answer === null || answer instanceof Uint8Array) return [];
  if ('block' in answer) return [keyIdOf(answer.block)];
  return Object.values(answer).flatMap((value) => madeIn(value));
}

const IDS_KEPT = 10_000;
const ids = new Map<unknown, string>();

/** `label/check value` from a block's header; the usage stands for a missing label. Never fails: it is told anyway. */
function keyIdOf(block: unknown): string {
  const kept = ids.get(block);
  if (kept !== undefined) return kept;
  const id = typeof block === 'string' ? readId(block) : '?';
  if (ids.size >= IDS_KEPT) ids.clear();
  ids.set(block, id);
  return id;
}

function readId(block: KeyBlock): string {
  try {
    const { keyUsage, optionalBlocks } = parseKeyBlockHeader(block);
    const of = (wanted: string) => optionalBlocks.find(({ id }) => id === wanted)?.data;
    return `${of('LB') ?? keyUsage}/${of('KC')?.slice(2) ?? '?'}`;
  } catch {
    return '?';
  }
}

function resultOf(answer: unknown): string {
  if (typeof answer === 'boolean') return answer ? 'match' : 'mismatch';
  if (isResult(answer)) return answer.result;
  if (Array.isArray(answer)) return answer.length > 0 ? 'match' : 'mismatch';
  return answer === 'match' || answer === 'mismatch' || answer === 'undecodable' ? answer : 'done';
}

function isResult(answer: unknown): answer is { readonly result: string } {
  return typeof (answer as { readonly result?: unknown } | undefined)?.result === 'string';
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' ? code : 'failed';
}
