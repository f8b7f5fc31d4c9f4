import { describe, expect, test } from 'vitest';
import { settingsPatchSchema, settingsSchema } from '../../../../src/shared/settings/settings.ts';

describe('settings', () => {
  test('of an empty file are the defaults', () => {
    expect(settingsSchema.parse({})).toEqual({
      version: 2,
      targets: [],
      target: 'built-in',
      engine: 'auto',
      record: { source: 'system', mode: 'stream' },
      sound: { system: null, microphone: null },
      stream: {
        chunkSec: 1,
        compress: true,
        leaveOutSilence: true,
        replayRate: 2,
        endSilenceMs: 60_000,
        endDeadlineMs: 600_000,
      },
      retention: { days: 90, maxBytes: 2_000_000_000 },
      alerts: {
        enabled: true,
        moreDuplicatesThan: 0,
        moreValidationErrorsThan: 0,
        moreDeprecatedThan: 10,
        periodSec: 300,
        coolDownSec: 900,
      },
      direct: {
        engine: 'auto',
        language: null,
        maxInFlight: 2,
        timeoutSec: 60,
        groqModel: 'whisper-large-v3-turbo',
        groqAudioSecPerHour: 7_200,
        openaiBaseUrl: null,
        openaiModel: 'whisper-1',
        openaiUsdPerHour: 0,
        commandLine: null,
        modelMirror: null,
        whisperModel: null,
        plainAddresses: [],
        speakers: {},
        vocabulary: [],
      },
      events: { savedFilters: [] },
      verification: { everyMin: null, target: null },
      bundle: { recipient: null, keep: 20, days: 30 },
      network: { proxy: 'auto', caFile: null },
    });
  });

  test('keep what is given and fill in the rest', () => {
    const given = { target: 'ngrok', stream: { chunkSec: 0.5 } };
    expect(settingsSchema.parse(given)).toMatchObject({
      target: 'ngrok',
      engine: 'auto',
      stream: { chunkSec: 0.5, endSilenceMs: 60_000 },
    });
  });

  test('survive being saved and read', () => {
    const settings = settingsSchema.parse({ targets: [{ name: 'a', wsUrl: 'wss://a.example' }] });
    expect(settingsSchema.parse(JSON.parse(JSON.stringify(settings)))).toEqual(settings);
  });

  test.each([
    ['of another version', { version: 3 }],
    ['without a target', { target: '' }],
    ['with a chunk of more than 3 s', { stream: { chunkSec: 3.1 } }],
    ['with a chunk of less than 0.1 s', { stream: { chunkSec: 0.05 } }],
    ['with a target that is no WebSocket address', { targets: [{ name: 'a', wsUrl: 'https://a.example' }] }],
  ])('%s are refused', (_what, given) => {
    expect(settingsSchema.safeParse(given).success).toBe(false);
  });

  test('can be changed one by one, every one of every part', () => {
    const whole = settingsSchema.parse({});
    for (const part of ['record', 'stream', 'retention', 'alerts', 'direct', 'network', 'bundle'] as const) {
      for (const [name, value] of Object.entries(whole[part])) {
        if (name === 'commandLine') continue;
        const patch = { [part]: { [name]: value as unknown } };
        expect(settingsPatchSchema.parse(patch), `${part}.${name}`).toEqual(patch);
      }
    }
    expect(settingsPatchSchema.parse({ target: 'a', engine: 'groq' })).toEqual({
      target: 'a',
      engine: 'groq',
    });
  });

  test('are changed only where they are named: a patch puts no defaults back', () => {
    expect(settingsPatchSchema.parse({})).toEqual({});
    expect(settingsPatchSchema.parse({ direct: {}, stream: {} })).toEqual({ direct: {}, stream: {} });
  });

  test.each([
    ['that do not exist', { stream: { chunkMin: 1 } }, 'chunkMin'],
    ['that have commands of their own', { targets: [] }, 'targets'],
    ['that say which program runs', { direct: { commandLine: ['rm', '{wav}'] } }, 'commandLine'],
    ['beyond their limits', { stream: { chunkSec: 9 } }, 'chunkSec'],
    ['that no engine knows', { direct: { groqModel: 'whisper-2' } }, 'groqModel'],
  ])('%s are refused, and not silently left out', (_what, patch, named) => {
    const parsed = settingsPatchSchema.safeParse(patch);
    expect(parsed.success).toBe(false);
    expect(JSON.stringify(parsed.error?.issues)).toContain(named);
  });
});
