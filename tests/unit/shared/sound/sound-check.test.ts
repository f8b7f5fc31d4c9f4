import { describe, expect, test } from 'vitest';
import { soundCheckOf, type MediaAccess, type SoundTry } from '../../../../src/shared/sound/sound-check.ts';
import '../../../../src/shared/words/all-words.ts';

const heard = (samples: number, peakDb: number | null): SoundTry => ({
  outcome: 'heard',
  device: 'Headset',
  samples,
  peakDb,
});
const refused: SoundTry = { outcome: 'refused', why: 'Not allowed.' };
const failed: SoundTry = { outcome: 'failed', why: 'Plug one in.' };
const machine = (access: MediaAccess = 'unknown', platform = 'linux') => ({ access, platform });

describe('the permission doctor', () => {
  test.each([
    ['sound', heard(16_000, -20), machine(), 'working'],
    ['zeros', heard(16_000, null), machine(), 'zeros'],
    [
      'zeros, though the system says it is allowed',
      heard(16_000, null),
      machine('granted', 'darwin'),
      'zeros',
    ],
    ['no samples', heard(0, null), machine(), 'no-sound'],
    ['a refusal', refused, machine(), 'denied'],
    ['a refusal that the system denies', refused, machine('denied', 'darwin'), 'denied'],
    ['a refusal of what the system allows by now', refused, machine('granted', 'darwin'), 'needs-restart'],
    ['no device', failed, machine(), 'no-device'],
  ])('believes the samples: %s', (_what, attempt, where, state) => {
    expect(soundCheckOf('system', attempt, where).state).toBe(state);
  });

  test('says what to do about everything but sound', () => {
    expect(soundCheckOf('microphone', heard(16_000, -20), machine()).next).toBeNull();
    for (const attempt of [heard(16_000, null), heard(0, null), refused]) {
      expect(soundCheckOf('microphone', attempt, machine()).next).not.toBeNull();
    }
  });

  test('knows that macOS forbids by silence', () => {
    expect(soundCheckOf('system', heard(16_000, null), machine('unknown', 'darwin')).next).toMatch(
      /System Audio/,
    );
    expect(soundCheckOf('system', heard(16_000, null), machine()).next).not.toMatch(/System Audio/);
  });
});
