// Runs files of known answers: `{ algorithm, cases: [{ id, op, in, out } or { id, op, in, error }] }`. An
// error case passes when the input is refused; whatever the refusal is called, nothing is released.

import { CryptoFault } from '../crypto-fault.js';
import { operationsFor } from './operations.js';
import { VectorInput, type VectorOperations, type VectorResult } from './vector-operation.js';

export interface VectorFailure {
  readonly id: string;
  readonly op: string;
  /** One line: what differs. Test keys may appear in it, as they do in the file. */
  readonly why: string;
}

export interface VectorReport {
  readonly passed: number;
  readonly failures: readonly VectorFailure[];
  /** Cases whose op ends in `_ASSUMED`: no source confirms them, so they prove nothing. */
  readonly assumed: number;
}

interface VectorCase {
  readonly id: string;
  readonly op: string;
  readonly in: Readonly<Record<string, unknown>>;
  readonly out?: Readonly<Record<string, unknown>>;
  readonly error?: string;
}

/** Runs every case of one file. @throws SyntaxError when the text is not such a file */
export function runVectorFile(text: string): VectorReport {
  const { algorithm, cases } = parseVectorFile(text);
  const operations = operationsFor(algorithm);
  const failures: VectorFailure[] = [];
  const assumed = cases.filter((vector) => vector.op.endsWith('_ASSUMED')).length;
  for (const vector of cases) {
    if (vector.op.endsWith('_ASSUMED')) continue;
    const why = whyItFails(operations, vector);
    if (why !== undefined) failures.push({ id: vector.id, op: vector.op, why });
  }
  return { passed: cases.length - assumed - failures.length, failures, assumed };
}

function whyItFails(operations: VectorOperations, vector: VectorCase): string | undefined {
  const operation = Object.hasOwn(operations, vector.op) ? operations[vector.op] : undefined;
  if (!operation) return 'op not known';
  let result: VectorResult;
  try {
    result = operation(new VectorInput(vector.in));
  } catch (error) {
    if (!(error instanceof CryptoFault)) return `the case cannot be run: ${String(error)}`;
    return vector.out ? `refused: ${error.code}` : undefined;
  }
  if (!vector.out) return `not refused, expected ${vector.error ?? 'an error'}`;
  for (const [name, expected] of Object.entries(vector.out)) {
    const got = result[name];
    if (JSON.stringify(got) !== JSON.stringify(expected)) {
      return `${name}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got) ?? 'nothing'}`;
    }
  }
  return undefined;
}

function parseVectorFile(text: string): { algorithm: string; cases: readonly VectorCase[] } {
  const file: unknown = JSON.parse(text);
  if (!isRecord(file) || !Array.isArray(file.cases)) throw new SyntaxError('not a vector file: no cases');
  const cases: readonly unknown[] = file.cases;
  if (!cases.every(isVectorCase)) throw new SyntaxError('a case has no id, op, in, or neither out nor error');
  return { algorithm: String(file.algorithm ?? ''), cases };
}

function isVectorCase(value: unknown): value is VectorCase {
  if (!isRecord(value) || typeof value.id !== 'string' || typeof value.op !== 'string') return false;
  return isRecord(value.in) && (isRecord(value.out) || typeof value.error === 'string');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
