import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { makeTemporaryFolder } from './temporary-folder.ts';

export type Certificate = { key: string; cert: string };

/** Makes certificates with openssl; this process trusts the authority until the test is over, unless told otherwise. */
export type Authority = {
  /** The authority's own certificate. */
  file: string;
  /** For 127.0.0.1 unless told otherwise; with a negative number of days it has expired. */
  issue(options?: { address?: string; name?: string; days?: number }): Promise<Certificate>;
  /** For 127.0.0.1, and nobody vouches for it. */
  selfSigned(): Promise<Certificate>;
};

const run = promisify(execFile);
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

export async function createAuthority({ trusted = true } = {}): Promise<Authority> {
  const folder = await makeTemporaryFolder();
  const at = (name: string): string => join(folder, name);
  const openssl = (...words: string[]): Promise<unknown> => run('openssl', words);
  const read = async (name: string): Promise<Certificate> => ({
    key: await readFile(at(`${name}.key`), 'utf8'),
    cert: await readFile(at(`${name}.pem`), 'utf8'),
  });

  async function signItself(name: string, ...words: string[]): Promise<void> {
    await openssl(
      ...['req', '-x509', ...newKey, '-subj', `/CN=${name}`, '-days', '2', ...words],
      ...['-keyout', at(`${name}.key`), '-out', at(`${name}.pem`)],
    );
  }

  await signItself('authority');
  if (trusted) {
    const before = getCACertificates();
    setDefaultCACertificates([...before, (await read('authority')).cert]);
    onTestFinished(() => setDefaultCACertificates(before));
  }

  return {
    file: at('authority.pem'),
    async issue({ address = '127.0.0.1', name, days = 2 } = {}) {
      await openssl(
        ...['req', '-new', ...newKey, '-subj', '/CN=target'],
        ...['-keyout', at('target.key'), '-out', at('target.csr')],
      );
      await writeFile(
        at('target.ext'),
        `subjectAltName=${name === undefined ? `IP:${address}` : `DNS:${name}`}\n`,
      );
      await openssl(
        ...[
          'x509',
          '-req',
          '-in',
          at('target.csr'),
          '-CA',
          at('authority.pem'),
          '-CAkey',
          at('authority.key'),
        ],
        ...['-CAcreateserial', '-days', String(days), '-extfile', at('target.ext'), '-out', at('target.pem')],
      );
      return read('target');
    },
    async selfSigned() {
      await signItself('alone', '-addext', 'subjectAltName=IP:127.0.0.1');
      return read('alone');
    },
  };
}
