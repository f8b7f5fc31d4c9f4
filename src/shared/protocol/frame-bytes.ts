/** Bytes of a masked text frame of a client on the wire without compression (RFC 6455, section 5.2). */
export function plainFrameBytes(payloadBytes: number): number {
  const maskBytes = 4;
  if (payloadBytes < 126) return 2 + maskBytes + payloadBytes;
  return (payloadBytes < 65_536 ? 4 : 10) + maskBytes + payloadBytes;
}
