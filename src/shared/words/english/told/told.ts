import { connectionWords } from './connection-words.ts';
import { desktopWords } from './desktop-words.ts';
import { doctorWords } from './doctor-words.ts';
import { eventWords } from './events/event-words.ts';
import { lineWords } from './events/line-words.ts';
import { findingWords } from './finding-words.ts';
import { healthWords } from './health-words.ts';
import { httpWords } from './http-words.ts';
import { machineWords } from './machine-words.ts';
import { probeWords } from './target/probe-words.ts';
import { processWords } from './target/process-words.ts';
import { soundWords } from './sound-words.ts';
import { speechWords } from './speech-words.ts';
import { transcriptionWords } from './transcription-words.ts';
import { streamWords } from './stream-words.ts';

/** What the core tells of its work, area by area. */
export const toldWords = {
  ...connectionWords,
  ...desktopWords,
  ...doctorWords,
  ...eventWords,
  ...lineWords,
  ...findingWords,
  ...healthWords,
  ...httpWords,
  ...machineWords,
  ...probeWords,
  ...processWords,
  ...soundWords,
  ...speechWords,
  ...streamWords,
  ...transcriptionWords,
} as const;
