import type { VerificationFigures } from './verification.ts';

export type FigureId = Exclude<keyof VerificationFigures, 'traffic'>;

/** The figures by which runs are compared: what each is called, and its unit. */
export const figureTitles: Readonly<Record<FigureId, readonly [title: string, unit: string]>> = {
  handshakeP50Ms: ['HANDSHAKE to ACK, median', 'ms'],
  firstResultMs: ['Third second of speech to first result', 'ms'],
  stressP95Ms: ['Third second to result under load, 95 of 100', 'ms'],
  resultsPerTranscription: ['Results per transcription', ''],
  bytesInPerMinute: ['Received a meeting minute', 'bytes'],
  bytesOutPerMinute: ['Sent a meeting minute', 'bytes'],
  messagesInPerMinute: ['Messages received a meeting minute', ''],
  serverGrowthMbPerConnection: ['Growth of the server an abandoned connection', 'MB'],
};

export const figureIds = Object.keys(figureTitles) as FigureId[];
