import type { BridgeClient } from '../../shared/contract/connect-bridge.ts';

const pieceBytes = 384 * 1024;

/** Sends a file of this browser to the app, piece by piece; answers the name that it has there. */
export async function sendBundle(call: BridgeClient['call'], file: File): Promise<string> {
  let id: string | null = null;
  for (let at = 0; id === null || at < file.size; at += pieceBytes) {
    const data = await base64Of(file.slice(at, at + pieceBytes));
    ({ id } = await call('bundle.upload', { id, data }));
  }
  return id;
}

function base64Of(piece: Blob): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const reader = new FileReader();
  reader.onload = () => resolve(typeof reader.result === 'string' ? (reader.result.split(',')[1] ?? '') : '');
  reader.onerror = () => reject(reader.error ?? new Error('The file cannot be read.'));
  reader.readAsDataURL(piece);
  return promise;
}
