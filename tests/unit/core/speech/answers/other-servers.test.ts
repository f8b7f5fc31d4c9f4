import { describe, expect, it } from 'vitest';
import { parseAnswer } from '../../../../../src/main/core/speech/answers/parse-answer.ts';
import { heardLinesOf } from '../../../../../src/main/core/transcription/words/heard-lines.ts';
import { joinTokens } from '../../../../../src/main/core/speech/speech.ts';
import { secToSamples } from '../../../../../src/shared/sound/audio.ts';

const text = 'It is said by them.';
const timed = [
  { word: 'It', start: 0.1, end: 0.4 },
  { word: 'is', start: 0.4, end: 0.7 },
  { word: 'said', start: 0.7, end: 1.2 },
  { word: 'by', start: 1.2, end: 1.5 },
  { word: 'them.', start: 1.5, end: 2 },
];

type Row = {
  body: string;
  /** Default: the words. */
  lines?: readonly string[];
  flags?: readonly string[];
};

/** What servers answer that are not OpenAI's, each as its own documents and reports of its users have it. */
const shapes: Record<string, Row> = {
  'Deepgram, wrapped': {
    body: JSON.stringify({
      metadata: { request_id: 'x' },
      results: { channels: [{ alternatives: [{ transcript: text, confidence: 0.9, words: timed }] }] },
    }),
  },
  'Deepgram with utterances, the words of which it has twice': {
    body: JSON.stringify({
      results: {
        channels: [{ alternatives: [{ transcript: text, words: timed }] }],
        utterances: [{ start: 0.1, end: 2, transcript: text, words: timed, speaker: 0 }],
      },
    }),
  },
  'AssemblyAI, in milliseconds': {
    body: JSON.stringify({
      status: 'completed',
      text,
      error: null,
      utterances: [{ text, start: 100, end: 2_000, speaker: 'A' }],
    }),
    flags: ['bad-times'],
  },
  'ElevenLabs, blanks as words': {
    body: JSON.stringify({
      language_code: 'en',
      text,
      words: timed.flatMap(({ word, ...at }) => [
        { text: word, ...at, type: 'word', speaker_id: 'speaker_0' },
        { text: ' ', start: at.end, end: at.end, type: 'spacing' },
      ]),
    }),
  },
  'Speechmatics, a word and a sign a result': {
    body: JSON.stringify({
      results: [
        ...timed.map(({ word, start, end }) => ({
          type: 'word',
          start_time: start,
          end_time: end,
          alternatives: [{ content: word.replace('.', ''), confidence: 1 }],
        })),
        { type: 'punctuation', start_time: 2, end_time: 2, alternatives: [{ content: '.' }] },
      ],
    }),
  },
  'AWS, signs without times': {
    body: JSON.stringify({
      jobName: 'x',
      status: 'COMPLETED',
      results: {
        transcripts: [{ transcript: text }],
        items: [
          ...timed.map(({ word, start, end }) => ({
            type: 'pronunciation',
            start_time: String(start),
            end_time: String(end),
            alternatives: [{ content: word.replace('.', '') }],
          })),
          { type: 'punctuation', alternatives: [{ content: '.' }] },
        ],
      },
    }),
  },
  'Google, seconds with their unit': {
    body: JSON.stringify({
      results: [
        {
          alternatives: [
            { transcript: 'It is', words: [{ word: 'It', startTime: '0.1s', endTime: '0.400s' }] },
          ],
          resultEndTime: '0.7s',
        },
        {
          alternatives: [
            { transcript: 'said.', words: [{ word: 'said.', startOffset: '2.7s', endOffset: '3s' }] },
          ],
          languageCode: 'en-us',
        },
      ],
    }),
    lines: ['It is', 'said.'],
  },
  'Azure, the best of several': {
    body: JSON.stringify({ RecognitionStatus: 'Success', NBest: [{ Lexical: 'it is said', Display: text }] }),
  },
  'Cloudflare, around it': {
    body: JSON.stringify({
      result: { transcription_info: { language: 'en' }, text, segments: [{ start: 0, end: 2, text }] },
      success: true,
      errors: [],
      messages: [],
    }),
  },
  'keys as .NET writes them': {
    body: JSON.stringify({
      Text: text,
      Segments: [{ Text: text, Start: '00:00:00.1000000', End: '00:00:02.0000000' }],
    }),
  },
  'words and nothing else': { body: JSON.stringify({ words: text.split(' ') }) },
  'RunPod, a text in its output': { body: JSON.stringify({ id: 'x', status: 'COMPLETED', output: text }) },
  'success as a result, and words beside it': { body: JSON.stringify({ result: 'success', data: { text } }) },
  'a chat': {
    body: JSON.stringify({
      choices: [{ message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
    }),
  },
  'Triton, a list in a list': {
    body: JSON.stringify({ outputs: [{ name: 'T', datatype: 'BYTES', data: [text] }] }),
  },
  'an answer that is packed into a text': {
    body: JSON.stringify({ statusCode: 200, body: JSON.stringify({ text }) }),
  },
  'subtitles as a JSON text': {
    body: JSON.stringify(`1\n00:00:00,100 --> 00:00:02,000\n${text}\n`),
  },
  'SenseVoice, its signs in front': {
    body: JSON.stringify([{ key: 'x', text: `<|en|><|NEUTRAL|><|Speech|>${text}` }]),
  },
  'Whisper with its times in the text': { body: JSON.stringify({ text: `<|en|><|0.00|> ${text}<|2.00|>` }) },
  'Qwen, its language in front': { body: JSON.stringify({ text: `language English<asr_text>${text}` }) },
  'SenseVoice that hears no speech': {
    body: JSON.stringify({ text: '<|nospeech|><|EMO_UNKNOWN|>' }),
    lines: ['<|nospeech|><|EMO_UNKNOWN|>'],
    flags: ['marker'],
  },
  'pieces of a chat as events': {
    body: `data: {"choices":[{"delta":{"content":"It is"}}]}\n\ndata: {"choices":[{"delta":{"content":" said by them."}}]}\n\ndata: [DONE]\n\n`,
  },
  'what it has so far, again and again': {
    body: ['It', 'It is said', text].map((so) => JSON.stringify({ text: so, final: so === text })).join('\n'),
  },

  // Words that are not all of them.
  'a model that had to stop': {
    body: JSON.stringify({ text, finish_reason: 'length' }),
    flags: ['cut-off'],
  },
  'words and an error': {
    body: JSON.stringify({ text, error: 'ran out of the secret' }),
    flags: ['cut-off'],
  },
};

/** Answers with status 200 that hold no words, whatever else they hold. */
const wordless: Record<string, Row> = {
  'an error of AssemblyAI': {
    body: JSON.stringify({ status: 'error', text: null, error: 'the plan is secret' }),
  },
  'a work order instead of words': { body: JSON.stringify({ id: 'x', status: 'queued', text: null }) },
  'SiliconFlow, its message for words': {
    body: JSON.stringify({ code: 20012, message: 'the plan is secret', data: null }),
  },
  'success alone': { body: JSON.stringify({ result: 'success', message: 'the plan is secret' }) },
};

const audioSec = 12;
const spans = [{ firstSample: 0, sampleCount: secToSamples(audioSec) }];
const parse = (body: string) => parseAnswer(body, { audioSec, engineTitle: 'The engine' });

describe('an answer in the way of', () => {
  it.each(Object.entries(shapes))('%s becomes its lines, each with a place of its own', (_name, row) => {
    const lines = heardLinesOf(parse(row.body), spans, { language: null, prompt: null });
    expect(lines.map(({ words }) => joinTokens(words))).toEqual(row.lines ?? [text]);
    let reachedSec = 0;
    for (const { startSec, endSec, flags } of lines) {
      expect(flags).toEqual(row.flags ?? []);
      expect(startSec).toBeGreaterThanOrEqual(reachedSec);
      expect(endSec).toBeGreaterThan(startSec);
      expect(endSec).toBeLessThanOrEqual(audioSec);
      reachedSec = endSec;
    }
  });

  it.each(Object.entries(wordless))('%s is a failure that repeats nothing of it', (_name, { body }) => {
    expect(() => parse(body)).toThrow('The engine answered without words in it.');
  });

  it('no language has none', () => {
    expect(parse('{"text":"It is said."}').language).toBeNull();
  });

  it('two sentences, the second of which begins like the first, keeps both', () => {
    expect(parse('{"text":"No."}\n{"text":"No. Not that."}').text).toBe('No. No. Not that.');
  });
});
