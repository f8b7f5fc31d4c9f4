import { describe, expect, it } from 'vitest';
import { commandOf } from '../../../../src/shared/words/actions.ts';
import { lengthText } from '../../../../src/shared/length-text.ts';
import { outcomeOf, type OutcomeFacts } from '../../../../src/shared/session/outcome.ts';

function facts(more: Partial<OutcomeFacts> = {}): OutcomeFacts {
  const minute = {
    minute: 0,
    capturedSec: 11,
    sentSec: 8,
    deliveredSec: 8,
    unconfirmedSec: 0,
    transcribedSec: 8,
  };
  return {
    sessionId: 's1',
    mode: 'stream',
    target: 'far',
    engine: null,
    reason: null,
    seconds: 11,
    chunks: { captured: 11, silent: 3, sent: 8, delivered: 8, unconfirmed: 0, retried: 0, pending: 0 },
    receipt: { minutes: [{ ...minute, speechSec: 8 }], notes: [], undelivered: [] },
    transcript: [{ startSec: 0, endSec: 3, text: 'let us begin', speaker: 'Unknown', flags: [] }],
    tracks: [{ source: 'system', path: 'x.wav', seconds: 11, samples: 176_000, gaps: [] }],
    ...more,
  };
}

describe('what a session has to show for itself', () => {
  it('is complete with speech, words and delivery, and counts only what was to be sent', () => {
    expect(outcomeOf(facts())).toMatchObject({
      isWhole: true,
      headline: 'The recording is complete',
      evidence: '11 s recorded, 8 s of speech, 3 words in 1 line, 8 of 8 chunks delivered, no gaps.',
      next: null,
    });
  });

  it.each<[string, Partial<OutcomeFacts>, string, RegExp, string]>([
    ['no words', { transcript: [] }, 'No words received', /transcriber of/, 'sessions send s1'],
    [
      'words that were probably never said',
      {
        transcript: [{ startSec: 0, endSec: 3, text: 'thank you', speaker: 'Unknown', flags: ['no-speech'] }],
      },
      'No words received',
      /transcriber/,
      'sessions send s1',
    ],
    [
      'no speech',
      { receipt: { minutes: [], notes: [], undelivered: [] }, transcript: [] },
      'No speech heard',
      /source/,
      'doctor',
    ],
    [
      'a reason',
      { reason: '2 of 8 chunks were not delivered.' },
      'The recording is not complete',
      /Open the session/,
      'sessions show s1',
    ],
    [
      'tracks that are whole and silent',
      { reason: 'Nothing can be heard on the track of the system audio: every sample is zero.' },
      'The recording is silent',
      /Check the device/,
      'doctor',
    ],
    [
      'no words of an engine',
      { mode: 'direct', target: null, engine: 'groq', transcript: [] },
      'No words received',
      /another one/,
      'transcribe --session s1',
    ],
  ])('is not complete with %s, and says what to do', (_what, more, headline, next, command) => {
    const outcome = outcomeOf(facts(more));
    expect(outcome).toMatchObject({ isWhole: false, headline });
    expect(outcome.next).toMatch(next);
    // A page has a link for it, so the sentence names no command; the command line adds it.
    expect(outcome.next).not.toContain('scrumbot');
    expect(outcome.action === null ? '' : commandOf(outcome.action)).toBe(`scrumbot ${command}`);
  });

  it('asks no words of what was captured only', () => {
    expect(outcomeOf(facts({ mode: 'capture-only', transcript: [] }))).toMatchObject({
      isWhole: true,
      evidence: '11 s recorded, no gaps.',
    });
  });

  it.each([
    [0.42, '0.4 s'],
    [59.4, '59 s'],
    [754, '12 min 34 s'],
    [3_720, '1 h 2 min'],
  ])('writes %d s as people read a length', (sec, text) => expect(lengthText(sec)).toBe(text));
});
