import { homedir } from 'node:os';
import { resolve } from 'node:path';

const scheme = 'file://';

/** A file as it is called in front of people; a stream cannot be read twice. */
export type NamedFile = { name: string; isStream: boolean };

/**
 * The path that a person means: `~` and relative names are resolved, `file://` addresses are decoded. A name whose bytes
 * are no UTF-8 stays an address, as no string can hold it.
 */
export function resolveFilePath(text: string, folder: string): string {
  if (text.slice(0, scheme.length).toLowerCase() === scheme) return pathOfAddress(text);
  if (text === '~' || text.startsWith('~/')) return resolve(homedir(), text.slice(2));
  return resolve(folder, text);
}

function pathOfAddress(address: string): string {
  const bytes = bytesOfAddress(address);
  const path = bytes.toString('utf8');
  return Buffer.from(path).equals(bytes) ? path : address;
}

/** What `node:fs` is to be given. */
export function bytesOfPath(path: string): string | Buffer {
  return path.startsWith(scheme) ? bytesOfAddress(path) : path;
}

/** The address of a name in bytes. */
export function addressOf(bytes: Buffer): string {
  const hex = (byte: number): string => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  const isPlain = (byte: number): boolean => /[A-Za-z0-9/._~-]/.test(String.fromCharCode(byte));
  return `${scheme}${[...bytes].map((byte) => (isPlain(byte) ? String.fromCharCode(byte) : hex(byte))).join('')}`;
}

function bytesOfAddress(address: string): Buffer {
  const path = address.slice(scheme.length).replace(/^localhost(?=\/)/, '');
  const parts = path.split(/(%[0-9A-Fa-f]{2})/);
  const bytes = Buffer.concat(
    parts.map((part) =>
      /^%[0-9A-Fa-f]{2}$/.test(part) ? Buffer.from(part.slice(1), 'hex') : Buffer.from(part, 'utf8'),
    ),
  );
  // file:///C:/meeting.wav
  return process.platform === 'win32' && bytes[0] === 0x2f ? bytes.subarray(1) : bytes;
}
