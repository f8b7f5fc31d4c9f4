import type { SafeStorage } from 'electron';
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Host } from '../host.ts';
import { loud } from '../loud.ts';

type Implemented =
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend';

const algorithm = 'aes-256-gcm';
// A keychain outlives the app, so this one is the same for every start. It protects nothing.
const key = Buffer.alloc(32, 'electron-host');
const ivBytes = 12;
const tagBytes = 16;

export function createSafeStorage({ environment }: Host): Pick<SafeStorage, Implemented> {
  const { keychain } = environment.desktop;

  function refuseWhenLocked(): void {
    if (keychain === 'locked') throw new Error('Error while using the keychain: it is locked');
  }

  return loud('safeStorage', {
    isAsyncEncryptionAvailable: () => Promise.resolve(keychain !== 'locked'),
    getSelectedStorageBackend: () => (keychain === 'locked' ? 'gnome_libsecret' : keychain),
    async encryptStringAsync(plainText: string) {
      refuseWhenLocked();
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv(algorithm, key, iv);
      const body = Buffer.concat([cipher.update(plainText, 'utf8'), cipher.final()]);
      return Promise.resolve(Buffer.concat([iv, cipher.getAuthTag(), body]));
    },
    async decryptStringAsync(encrypted: Buffer) {
      refuseWhenLocked();
      const decipher = createDecipheriv(algorithm, key, encrypted.subarray(0, ivBytes));
      decipher.setAuthTag(encrypted.subarray(ivBytes, ivBytes + tagBytes));
      const body = encrypted.subarray(ivBytes + tagBytes);
      const result = Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
      return Promise.resolve({ result, shouldReEncrypt: false });
    },
  });
}
