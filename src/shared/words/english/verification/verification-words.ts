import { answerWords } from './answer-words.ts';
import { loadWords } from './load-words.ts';
import { reportWords } from './report-words.ts';
import { runWords } from './run-words.ts';
import { scenarioWords } from './scenario-words.ts';

/** What a verification looks at, finds and advises. */
export const verificationWords = {
  ...runWords,
  ...reportWords,
  ...answerWords,
  ...loadWords,
  ...scenarioWords,
} as const;
