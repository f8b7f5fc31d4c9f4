/**
 * The one PCM format inside the product and on the wire: signed 16-bit little-endian, mono, 16 kHz.
 * It is what the ScrumBot backend assumes when a chunk names no format, and what speech engines want.
 * Apart from audio.ts, so that the capture page loads no schemas.
 */
export const pcmFormat = { sampleRateHz: 16_000, channels: 1, bytesPerSample: 2 } as const;
