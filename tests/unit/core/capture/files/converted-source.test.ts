import { describe, expect, it } from 'vitest';
import { audioTracksIn, mixOf } from '../../../../../src/main/core/capture/files/converted-source.ts';

const said = (...streams: string[]): string =>
  ['Input #0, mov,mp4, from x.mp4:', '  Duration: 00:00:11.01, start: 0.0', ...streams].join('\n');

describe('the audio tracks of a file', () => {
  it.each<[string, string, string[]]>([
    ['none', said('  Stream #0:0(und): Video: h264 (High)'), []],
    ['one without a language', said('  Stream #0:0: Audio: opus, 48000 Hz, mono, fltp'), ['']],
    [
      'two of a screen recorder',
      said(
        '  Stream #0:0[0x1](und): Video: h264 (High)',
        '  Stream #0:1[0x2](und): Audio: aac (LC), 48000 Hz, stereo (default)',
        '  Stream #0:2[0x3](und): Audio: aac (LC), 48000 Hz, mono',
      ),
      ['', ''],
    ],
    [
      'two languages',
      said('  Stream #0:1(eng): Audio: ac3', '  Stream #0:2(deu): Audio: ac3 (default)'),
      ['eng', 'deu'],
    ],
    ['a picture beside', said('  Stream #0:0: Audio: mp3', '  Stream #0:1: Video: png'), ['']],
  ])('are %s', (_what, text, tracks) => {
    expect(audioTracksIn(text)).toEqual(tracks);
  });

  it.each([[[]], [['']], [['eng']], [['eng', 'deu']], [['', 'eng', 'fra']]])(
    '%j are left to ffmpeg to choose from',
    (tracks) => {
      expect(mixOf(tracks)).toEqual([]);
    },
  );

  it.each([
    [['', ''], '[0:a:0][0:a:1]amix=inputs=2:duration=longest:normalize=0[mix]'],
    [['eng', 'eng', ''], '[0:a:0][0:a:1][0:a:2]amix=inputs=3:duration=longest:normalize=0[mix]'],
  ])('%j are heard together', (tracks, filter) => {
    expect(mixOf(tracks)).toEqual(['-filter_complex', filter, '-map', '[mix]']);
  });
});
