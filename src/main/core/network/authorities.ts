import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { getCACertificates, rootCertificates } from 'node:tls';
import { AppError, saidBy } from '../../../shared/errors.ts';
import { sentence } from '../../../shared/words/all-words.ts';

/**
 * The certificates of a file.
 * @throws AppError `bad-input` with the file and what is wrong with it
 */
export async function readAuthorities(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('bad-input', sentence('host.no-authorities', { path, why: saidBy(cause) }), { cause });
  });
  const found = text.match(
    /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[^-]+-----END (?:TRUSTED )?CERTIFICATE-----/g,
  );
  if (found === null) {
    const has = text.includes('PRIVATE KEY') ? 'key' : 'nothing';
    throw new AppError('bad-input', sentence('host.no-certificate', { path, has }));
  }
  for (const pem of found) checkCertificate(pem, path);
  return found;
}

function checkCertificate(pem: string, path: string): void {
  try {
    // Node takes a damaged one without a word, and then trusts nobody.
    new X509Certificate(pem);
  } catch (cause) {
    throw new AppError('bad-input', sentence('host.damaged-certificate', { path, why: saidBy(cause) }), {
      cause,
    });
  }
}

/** What is trusted anyway: Node's own list, and the system's where it can be read. */
export function usualAuthorities(): string[] {
  return [...new Set([...ask('default'), ...ask('system')])];
}

function ask(list: 'default' | 'system'): readonly string[] {
  try {
    return getCACertificates(list);
  } catch {
    // Not every system has a store that can be read, and its own list is what Node had before.
    return list === 'default' ? rootCertificates : [];
  }
}
