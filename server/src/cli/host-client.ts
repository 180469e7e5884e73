// How the commands reach the host that runs on a data directory: by the file it writes when it is ready, which
// only its owner may read.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ApiError } from '../http/api.js';
import { type Cli, EXIT } from './cli.js';

export interface HostAddress {
  readonly http: string;
  /** `address:port` of the terminals' listener. */
  readonly pos: string;
  /** The same for TLS. */
  readonly posTls: string;
  readonly token: string;
}

/** The host could not do what was asked; carries the exit code that says so. */
export class HostFault extends Error {
  readonly exitCode: number;
  /** The stable code of the host's answer, where there was one. */
  readonly code: string | undefined;

  constructor(exitCode: number, message: string, code?: string) {
    super(message);
    this.name = 'HostFault';
    this.exitCode = exitCode;
    this.code = code;
  }
}

export function dataDirOf(cli: Cli, options: Readonly<Record<string, unknown>>): string {
  return resolve(
    typeof options.data === 'string' ? options.data : (cli.env.TILLGATE_DATA_DIR ?? 'tillgate-data'),
  );
}

/** True where a host has said that it serves. */
export function hasHost(dataDir: string): boolean {
  return existsSync(join(dataDir, 'host.json'));
}

export async function findHost(cli: Cli, options: Readonly<Record<string, unknown>>): Promise<HostAddress> {
  const dataDir = dataDirOf(cli, options);
  try {
    return JSON.parse(await readFile(join(dataDir, 'host.json'), 'utf8')) as HostAddress;
  } catch {
    throw unreachable(cli, dataDir);
  }
}

/** GET of one path of the interface, or POST with a body; the JSON it answers. */
export async function askHost<Answer>(
  cli: Cli,
  options: Readonly<Record<string, unknown>>,
  path: string,
  body?: object,
): Promise<Answer> {
  const host = await findHost(cli, options);
  const response = await sendTo(cli, options, host, path, { authorization: `Bearer ${host.token}` }, body);
  return answerOf<Answer>(cli, response);
}

/** The same for a person who signs in for it: the audit keeps their name. */
export async function askHostAs<Answer>(
  cli: Cli,
  options: Readonly<Record<string, unknown>>,
  person: { readonly name: string; readonly password: string },
  path: string,
  body?: object,
): Promise<Answer> {
  const host = await findHost(cli, options);
  const signedIn = await sendTo(cli, options, host, '/api/sign-in', {}, person);
  await answerOf(cli, signedIn);
  const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  try {
    return await answerOf<Answer>(cli, await sendTo(cli, options, host, path, { cookie }, body));
  } finally {
    await sendTo(cli, options, host, '/api/sign-out', { cookie }, {});
  }
}

async function sendTo(
  cli: Cli,
  options: Readonly<Record<string, unknown>>,
  host: HostAddress,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: object | undefined,
): Promise<Response> {
  try {
    return await fetch(
      `${host.http}${path}`,
      body === undefined
        ? { headers }
        : {
            method: 'POST',
            headers: { ...headers, 'content-type': 'application/json' },
            body: JSON.stringify(body),
          },
    );
  } catch {
    throw unreachable(cli, dataDirOf(cli, options));
  }
}

async function answerOf<Answer>(cli: Cli, response: Response): Promise<Answer> {
  if (response.ok) return (await response.json()) as Answer;
  if (response.status === 404)
    throw new HostFault(EXIT.notFound, cli.language === 'zh' ? '没有找到' : 'not found');
  if (response.status === 401 || response.status === 403) {
    throw new HostFault(EXIT.notAllowed, cli.language === 'zh' ? '没有权限' : 'not allowed');
  }
  const told = (await response.json().catch(() => undefined)) as ApiError | undefined;
  const why = told?.error[cli.language] ?? `the host answered ${response.status}`;
  throw new HostFault(response.status === 409 ? EXIT.notAllowed : EXIT.failed, why, told?.error.code);
}

function unreachable(cli: Cli, dataDir: string): HostFault {
  const text =
    cli.language === 'zh'
      ? `没有主机在 ${dataDir} 上运行；请先执行 tillgate up`
      : `no host runs on ${dataDir}; start one with: tillgate up`;
  return new HostFault(EXIT.unreachable, text);
}
