import type { VerificationFigures } from './verification.ts';

export type FigureId = Exclude<keyof VerificationFigures, 'traffic'>;

/** The figures by which runs are compared, and the unit of each; what they are called is in the catalogue. */
export const figureUnits: Readonly<Record<FigureId, string>> = {
  handshakeP50Ms: 'ms',
  firstResultMs: 'ms',
  stressP95Ms: 'ms',
  resultsPerTranscription: '',
  bytesInPerMinute: 'bytes',
  bytesOutPerMinute: 'bytes',
  messagesInPerMinute: '',
  serverGrowthMbPerConnection: 'MB',
};

export const figureIds = Object.keys(figureUnits) as FigureId[];
