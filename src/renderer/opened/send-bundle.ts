import type { BridgeClient } from '../../shared/contract/connect-bridge.ts';
import { sendPieces } from '../parts/send-pieces.ts';

/** Sends a file of this browser to the app, piece by piece; answers the name that it has there. */
export function sendBundle(call: BridgeClient['call'], file: File): Promise<string> {
  return sendPieces(file, (data, id) => call('bundle.upload', { id, data }));
}
