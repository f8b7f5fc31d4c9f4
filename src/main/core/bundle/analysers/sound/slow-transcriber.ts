import type { Analyser } from '../facts.ts';
import { say, sentence, tellAll } from '../../../../../shared/words/all-words.ts';

const leastMinutes = 2;
const leastShare = 0.8;

/** A target or an engine that answers less speech than it is sent. */
export const slowTranscriber: Analyser = ({ sessions }) => {
  const slow = sessions.flatMap(({ sessionId, receipt, state }) => {
    if (state === 'recording') return [];
    const sent = receipt.minutes.reduce((sum, minute) => sum + minute.sentSec, 0);
    const done = receipt.minutes.reduce((sum, minute) => sum + minute.transcribedSec, 0);
    const open = receipt.minutes.filter(
      ({ sentSec, transcribedSec }) => sentSec > 5 && transcribedSec < sentSec * leastShare,
    );
    return open.length < leastMinutes || done === 0 ? [] : [{ sessionId, sent, done, minutes: open.length }];
  });
  if (slow.length === 0) return [];
  return [
    {
      id: 'slow-transcriber',
      level: 'warning',
      ...tellAll({
        title: sentence('bundle.slow-transcriber'),
        next: sentence('bundle.slow-transcriber.next'),
      }),
      evidence: slow
        .slice(0, 4)
        .map(({ sessionId, sent, done, minutes }) =>
          say('bundle.short', { sessionId, minutes, done: Math.round(done), sent: Math.round(sent) }),
        ),
    },
  ];
};
