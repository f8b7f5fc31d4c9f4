import type { BridgeClient } from '../../shared/contract/connect-bridge.ts';
import { sendPieces } from '../parts/files/send-pieces.ts';

/** What a bundle is to a file field. */
export const bundleFiles = '.zip,application/zip';

/** Sends a file of this browser to the app, piece by piece; answers the name that it has there. */
export function sendBundle(
  call: BridgeClient['call'],
  file: File,
  onSent: (bytes: number) => void = () => undefined,
): Promise<string> {
  return sendPieces(file, (data, id) => call('bundle.upload', { id, data }), onSent);
}
