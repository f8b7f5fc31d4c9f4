import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cuesOf } from '../../../../../src/shared/session/transcript/cues.ts';
import type { SessionReport, TranscriptLine } from '../../../../../src/shared/session/session.ts';
import { exportTranscript } from '../../../../../src/shared/session/transcript/transcript-export.ts';

function reportWith(lines: Partial<TranscriptLine>[]): SessionReport {
  const transcript = lines.map((line) => ({
    startSec: 0,
    endSec: 3,
    text: 'words',
    speaker: 'Unknown',
    flags: [],
    ...line,
  }));
  return {
    sessionId: '20260101-000000-abcd',
    meetingId: 'm',
    title: 'Planning',
    mode: 'stream',
    target: 'built-in',
    engine: null,
    transcripts: [],
    state: 'ended',
    reason: null,
    startedAt: '2026-01-01T00:00:00.000Z',
    endedAt: null,
    seconds: 61.4,
    undelivered: 0,
    hasWords: true,
    notes: '',
    tags: [],
    untranscribed: [],
    receipt: { minutes: [], notes: [], undelivered: [] },
    tracks: [],
    traffic: 'lossless',
    chunks: { captured: 0, silent: 0, sent: 0, delivered: 0, unconfirmed: 0, retried: 0, pending: 0 },
    bytes: { out: 0, in: 0, plainOut: 0 },
    transcript,
    text: '',
    events: { total: 0, byType: {} },
    findings: { duplicates: 0, deprecated: 0, validationErrors: 0, byCause: {} },
  };
}

describe('transcript export', () => {
  it('writes SubRip with numbered cues and comma milliseconds', () => {
    const { fileName, text } = exportTranscript(
      reportWith([{ text: 'one' }, { startSec: 3661.5, endSec: 3664.25, text: 'two' }]),
      'srt',
    );
    expect(fileName).toBe('20260101-000000-abcd.srt');
    expect(text).toBe('1\n00:00:00,000 --> 00:00:03,000\none\n\n2\n01:01:01,500 --> 01:01:04,250\ntwo\n');
  });

  it('writes WebVTT with escaped text and voices', () => {
    const { text } = exportTranscript(reportWith([{ text: 'a < b & c', speaker: 'Sarah' }]), 'vtt');
    expect(text).toBe('WEBVTT\n\n00:00:00.000 --> 00:00:03.000\n<v Sarah>a &lt; b &amp; c\n');
  });

  it('keeps a cue in one piece whatever the text holds, and never ends it before its start', () => {
    const { text } = exportTranscript(reportWith([{ startSec: 5, endSec: 5, text: 'a\n\nb --> c' }]), 'srt');
    expect(text).toBe('1\n00:00:05,000 --> 00:00:05,001\na b → c\n');
  });

  it('says where words are missing, in all formats', () => {
    const report = {
      ...reportWith([{ text: 'before' }, { startSec: 60, endSec: 62, text: 'after' }]),
      untranscribed: [{ startSec: 24.2, endSec: 53.9, speaker: 'system', reason: 'no' }],
    };
    const missing = "[0:24 to 0:53 couldn't be transcribed]";
    expect(exportTranscript(report, 'srt').text).toContain(
      `2\n00:00:24,200 --> 00:00:53,900\n${missing}\n\n3\n00:01:00,000`,
    );
    for (const format of ['vtt', 'txt'] as const)
      expect(exportTranscript(report, format).text).toContain(missing);
  });

  it('wraps the place of missing words, too, where an hour makes it longer than a line', () => {
    const report = {
      ...reportWith([]),
      untranscribed: [{ startSec: 3_723, endSec: 3_753, speaker: 'system', reason: 'no' }],
    };
    expect(exportTranscript(report, 'srt').text).toBe(
      "1\n01:02:03,000 --> 01:02:33,000\n[1:02:03 to 1:02:33 couldn't\nbe transcribed]\n",
    );
  });

  it('puts cues of people who talk at the same time in the order in which they begin', () => {
    const long =
      'This is a sentence that somebody says for a long time, and it goes on. And there is another one of it.';
    const report = reportWith([
      { startSec: 0, endSec: 20, text: long, speaker: 'system' },
      { startSec: 3, endSec: 5, text: 'Yes.', speaker: 'microphone' },
    ]);
    for (const format of ['srt', 'vtt'] as const) {
      const starts = exportTranscript(report, format).text.match(/^[\d:.,]+(?= -->)/gm) ?? [];
      expect(starts.length).toBeGreaterThan(3);
      expect(starts).toEqual(starts.toSorted());
    }
  });

  it('has room for the name of who speaks within the columns of SubRip, and cuts a long name', () => {
    const text = 'We should get the environment ready by Thursday, so that all of us have time for tests.';
    for (const speaker of ['microphone', 'Somebody whose name is longer than half of a line may be']) {
      const report = reportWith([
        { startSec: 0, endSec: 12, text, speaker },
        { startSec: 13, endSec: 14, text: 'Yes.', speaker: 'system' },
      ]);
      const lines = exportTranscript(report, 'srt').text.split('\n');
      expect(lines.filter((line) => line.length > 42)).toEqual([]);
      const start = speaker.slice(0, 10);
      const said = lines.filter((line) => /^[A-Za-z]/.test(line)).map((line) => line.replace(/^.*: /, ''));
      expect(said.join(' ')).toBe(`${text} Yes.`);
      expect(lines.filter((line) => line.startsWith(start)).length).toBeGreaterThan(1);
    }
  });

  it('makes no cue of a line without text, and shows no separators that nobody sees', () => {
    const report = reportWith([{ text: ' \u200b\n' }, { text: 'ខ្ញុំ\u200bនិយាយ \u200fשלום' }]);
    expect(exportTranscript(report, 'srt').text).toBe('1\n00:00:00,000 --> 00:00:03,000\nខ្ញុំនិយាយ שלום\n');
  });

  it.each([
    ['ユーザーはログインシステムとサーバーのデータベースを、テストします。そして終わりです', '、'],
    [
      '我们这个星期需要专注于用户登录系统，我可以负责文档的工作（以及测试），大家都有时间好好测试一切吧',
      '，',
    ],
    ['สัปดาห์นี้เราต้องเน้นที่ระบบเข้าสู่ระบบของผู้ใช้ผมจะรับงานเอกสารเองเราควรเตรียมสภาพแวดล้อมให้พร้อมก่อนวันพฤหัสบดี', 'ะ'],
  ])('breaks a script without blanks between words, and begins no line with a sign: %s', (text, sign) => {
    const lines = cuesOf({ startSec: 0, endSec: 9, text }).flatMap((cue) => cue.lines);
    expect(lines.join('')).toBe(text);
    expect(lines.length).toBeGreaterThan(1);
    const words = new Set(
      Array.from(new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text), ({ index }) => index),
    );
    let reached = 0;
    for (const line of lines) {
      expect(line.startsWith(sign)).toBe(false);
      expect(words).toContain(reached);
      reached += line.length;
      const columns = Array.from(line.replace(/\p{M}/gu, '')).length;
      expect(sign === 'ะ' ? columns : 2 * columns).toBeLessThanOrEqual(42);
    }
  });

  it('counts two columns for a picture', () => {
    const [cue] = cuesOf({ startSec: 0, endSec: 5, text: '🎉'.repeat(25) });
    expect(cue?.lines.map((line) => Array.from(line).length)).toEqual([13, 12]);
  });

  it('cuts cues at sentences, two lines of 42 columns and 7 s, and drops no word', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom('so', 'we', 'ship.', 'deployment', 'Friday!', '会议', 'ไปประชุม', 'a'.repeat(60)),
          {
            minLength: 1,
            maxLength: 80,
          },
        ),
        fc.double({ min: 0.5, max: 60, noNaN: true }),
        (words, endSec) => {
          const text = words.join(' ');
          const cues = cuesOf({ startSec: 0, endSec, text });
          const lines = cues.flatMap((cue) => cue.lines);
          expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
          for (const cue of cues) {
            expect(cue.lines.length).toBeLessThanOrEqual(2);
            expect(cue.endSec - cue.startSec).toBeLessThanOrEqual(7.000_001);
          }
          for (const line of lines) expect(line.replace(/\p{M}/gu, '').length).toBeLessThanOrEqual(42);
        },
      ),
    );
  });

  it.each([
    'We wrote that version 3.5 of it is out today, and that 3.6 may come by the end of the month at last.',
    '我们已经决定在下周发布版本3.5，然后再讨论第三季度的预算和数据库迁移的计划，请大家确认这些内容。',
  ])('cuts neither a number at its point nor a word: %s', (text) => {
    const lines = cuesOf({ startSec: 0, endSec: 12, text }).flatMap((cue) => cue.lines);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.filter((line) => line.includes('3.5'))).toHaveLength(1);
  });

  it('writes text with title and times', () => {
    const { text } = exportTranscript(reportWith([{ startSec: 62, speaker: 'Mike' }]), 'txt');
    expect(text).toBe('Planning\n2026-01-01T00:00:00.000Z, 61 s\n\n[00:01:02] Mike: words\n');
  });

  it('writes JSON that reads back as the report', () => {
    const report = reportWith([{}]);
    expect(JSON.parse(exportTranscript(report, 'json').text)).toEqual(report);
  });
});
