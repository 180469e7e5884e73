// `tillgate terminal enrol`, `renew`, `revoke` and `certificates`: who may connect over TLS. The host signs; the key
// is made here and stays here.

import { makeCertificateRequest } from '../certificates/index.js';
import type { IssuedCertificate, TerminalCertificate } from '../http/api.js';
import { type Cli, EXIT } from './cli.js';
import { askHost, dataDirOf } from './host-client.js';
import { printTable } from './table.js';
import { saveCredentials } from './terminal-credentials.js';

export const certificateActions = ['enrol', 'renew', 'revoke', 'certificates'] as const;
export type CertificateAction = (typeof certificateActions)[number];

type Options = Readonly<Record<string, unknown>>;

/** @param terminalId undefined for `certificates` only */
export async function runCertificateAction(
  cli: Cli,
  action: CertificateAction,
  terminalId: string,
  options: Options,
): Promise<number> {
  switch (action) {
    case 'enrol':
    case 'renew':
      return obtain(cli, action, terminalId, options);
    case 'revoke':
      return revoke(cli, terminalId, options);
    case 'certificates':
      return list(cli, options);
  }
}

async function obtain(
  cli: Cli,
  how: 'enrol' | 'renew',
  terminalId: string,
  options: Options,
): Promise<number> {
  const { keyPem, requestPem } = await makeCertificateRequest(terminalId);
  const path = `/api/terminals/${encodeURIComponent(terminalId)}/certificates`;
  const issued = await askHost<IssuedCertificate>(cli, options, path, { how, request: requestPem });
  const { certificatePem, authorityPem, ...certificate } = issued;
  await saveCredentials(dataDirOf(cli, options), terminalId, { keyPem, certificatePem, authorityPem });
  if (cli.json) cli.out(JSON.stringify(certificate));
  else cli.out(`${certificate.serial}  ${day(certificate.notAfter)}`);
  return EXIT.ok;
}

async function revoke(cli: Cli, terminalId: string, options: Options): Promise<number> {
  const path = `/api/terminals/${encodeURIComponent(terminalId)}/certificates/revoke`;
  const { serial } = options;
  const asked = typeof serial === 'string' ? { serial } : {};
  const { revoked } = await askHost<{ revoked: number }>(cli, options, path, asked);
  if (cli.json) cli.out(JSON.stringify({ revoked }));
  else cli.out(cli.language === 'zh' ? `已吊销 ${revoked} 张证书` : `certificates revoked: ${revoked}`);
  return revoked > 0 ? EXIT.ok : EXIT.notFound;
}

async function list(cli: Cli, options: Options): Promise<number> {
  const rows = await askHost<readonly TerminalCertificate[]>(cli, options, '/api/certificates');
  if (cli.json) cli.out(JSON.stringify(rows));
  else {
    printTable(
      cli,
      ['TERMINAL', 'SERIAL', 'FROM', 'UNTIL', 'REVOKED'],
      rows.map((row) => [
        ...[row.terminalId, row.serial, day(row.notBefore), day(row.notAfter)],
        row.revokedAt === null ? '-' : day(row.revokedAt),
      ]),
    );
  }
  return EXIT.ok;
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
