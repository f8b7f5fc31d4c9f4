import { connectionWords } from './connection-words.ts';
import { machineWords } from './machine-words.ts';
import { speechWords } from './speech-words.ts';
import { transcriptionWords } from './transcription-words.ts';
import { streamWords } from './stream-words.ts';

/** What the core tells of its work, area by area. */
export const toldWords = {
  ...connectionWords,
  ...machineWords,
  ...speechWords,
  ...streamWords,
  ...transcriptionWords,
} as const;
