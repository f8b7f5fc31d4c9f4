import type { BridgeClient } from '../../shared/contract/connect-bridge.ts';

/** The bundle that was written last, fetched piece by piece. */
export async function readWholeBundle(call: BridgeClient['call']): Promise<Blob> {
  const pieces: Blob[] = [];
  let at = 0;
  for (;;) {
    const { data, isLast } = await call('bundle.read', { at });
    const piece = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
    // The browser keeps large parts on its disk.
    pieces.push(new Blob([piece]));
    at += piece.length;
    if (isLast) return new Blob(pieces, { type: 'application/zip' });
  }
}
