import { expect, it } from 'vitest';
import { chipOf } from '../../../../src/shared/session/chip.ts';

const well = { state: 'ended', reason: null, undelivered: 0, mode: 'stream', hasWords: true } as const;
const silence = 'No sound from system audio: every sample is zero. Check.';
const silenceBefore = 'Nothing can be heard on the track of the system sound: every sample is zero. Check.';

it.each([
  ['complete', {}],
  ['complete', { mode: 'capture-only', hasWords: false }],
  ['no-words', { hasWords: false }],
  ['incomplete', { undelivered: 1 }],
  ['incomplete', { state: 'recovered' }],
  ['incomplete', { reason: '3 of 8 chunks were not delivered.' }],
  ['silent', { reason: silence, hasWords: false }],
  ['silent', { reason: silenceBefore, hasWords: false }],
  ['silent', { reason: `${silence} Hardly any sound from the microphone: -50 dB. Check.`, hasWords: false }],
  ['incomplete', { reason: `3 of 8 chunks were not delivered. ${silence}` }],
  ['failed', { state: 'failed', reason: 'No microphone was found.' }],
  ['running', { state: 'stopping' }],
] as const)('calls a session %s of which %j is known', (chip, more) => {
  expect(chipOf({ ...well, ...more })).toBe(chip);
});
