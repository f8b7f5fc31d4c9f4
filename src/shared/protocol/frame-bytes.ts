/**
 * Bytes of a text frame on the wire without compression (RFC 6455, section 5.2): what a client sends is masked, what a
 * server sends is not.
 */
export function frameBytes(payloadBytes: number, sender: 'client' | 'server'): number {
  const headerBytes = payloadBytes < 126 ? 2 : payloadBytes < 65_536 ? 4 : 10;
  return headerBytes + (sender === 'client' ? maskBytes : 0) + payloadBytes;
}

const maskBytes = 4;
