// One question to the host's interface: the answer as JSON, or a HostError that carries words to show.

import type { ApiError, Words } from '@tillgate/server/api';

export class HostError extends Error {
  readonly status: number;
  readonly code: string;
  readonly words: Words;

  constructor(status: number, { code, zh, en }: ApiError['error']) {
    super(code);
    this.name = 'HostError';
    this.status = status;
    this.code = code;
    this.words = { zh, en };
  }
}

const NO_HOST: ApiError['error'] = {
  code: 'TG_HOST_UNREACHABLE',
  zh: '连不上主机，请确认它在运行（npm start）',
  en: 'The host cannot be reached; is it running (npm start)?',
};

/** Rejects with a HostError and nothing else; status 0 when nobody answered. */
export async function askHost<Answer>(path: string, init: RequestInit = {}): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch {
    throw new HostError(0, NO_HOST);
  }
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return body as Answer;
  throw new HostError(response.status, isApiError(body) ? body.error : NO_HOST);
}

export function tellHost<Answer>(path: string, content: object): Promise<Answer> {
  return askHost(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(content),
  });
}

function isApiError(body: unknown): body is ApiError {
  return typeof body === 'object' && body !== null && 'error' in body;
}
