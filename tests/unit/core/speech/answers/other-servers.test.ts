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
  /** Of each line, where the answer tells voices apart. */
  speakers?: readonly string[];
  /** Where the lines begin, in seconds. */
  from?: number[];
};

/** Rev.ai has a blank between two words and each sign as an element of its own. */
function elementsOf(words: readonly (typeof timed)[number][]): unknown[] {
  return words.flatMap(({ word, start, end }, index) => [
    ...(index === 0 ? [] : [{ type: 'punct', value: ' ' }]),
    { type: 'text', value: word.replace('.', ''), ts: start, end_ts: end, confidence: 0.9 },
    ...(word.endsWith('.') ? [{ type: 'punct', value: '.' }] : []),
  ]);
}

function geminiOf(parts: readonly unknown[], finishReason?: string): unknown {
  return { candidates: [{ content: { parts, role: 'model' }, finishReason }], modelVersion: 'x' };
}

const piecesOf = (texts: readonly string[]): unknown[] =>
  texts.map((piece, at) => ({ text: piece, start_ms: 100 + at * 250, end_ms: 350 + at * 250 }));

/** What servers answer that are not OpenAI's, each as its own documents and reports of its users have it. */
const shapes: Record<string, Row> = {
  'Deepgram, wrapped': {
    body: JSON.stringify({
      metadata: { request_id: 'x' },
      results: { channels: [{ alternatives: [{ transcript: text, confidence: 0.9, words: timed }] }] },
    }),
  },
  'a page that a server made of the words, with entities': {
    body: JSON.stringify({ text: 'R&amp;D don&#39;t say &quot;a &lt; b&quot;&#x2e;' }),
    lines: [`R&D don't say "a < b".`],
  },
  'what the tokenizers of Mistral and others leave in': {
    body: JSON.stringify({ text: '[BEGIN_AUDIO][TRANSCRIBE] It is <unk> said by them.' }),
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
  'Rev.ai, its blanks and signs as elements': {
    body: JSON.stringify({ monologues: [{ speaker: 0, elements: elementsOf(timed) }] }),
    speakers: ['Speaker 0'],
  },
  'Rev.ai, a monologue a speaker': {
    body: JSON.stringify({
      monologues: [
        { speaker: 0, elements: elementsOf(timed.slice(0, 2)) },
        { speaker: 1, elements: elementsOf(timed.slice(2)) },
      ],
    }),
    lines: ['It is', 'said by them.'],
    speakers: ['Speaker 0', 'Speaker 1'],
  },
  'Rev.ai while it streams': {
    body: JSON.stringify({ type: 'final', ts: 0.1, end_ts: 2, elements: elementsOf(timed) }),
  },
  Gemini: { body: JSON.stringify(geminiOf([{ text }], 'STOP')) },
  'Gemini, a word in two parts and what it thought before': {
    body: JSON.stringify(
      geminiOf([
        { text: 'The secret thought.', thought: true },
        { text: 'It is sa' },
        { text: 'id by them.' },
      ]),
    ),
  },
  'Gemini, streamed as a list': {
    body: JSON.stringify([geminiOf([{ text: 'It is sa' }]), geminiOf([{ text: 'id by them.' }], 'STOP')]),
  },
  'Gemini, streamed as events': {
    body: [geminiOf([{ text: 'It is sa' }]), geminiOf([{ text: 'id by them.' }], 'STOP')]
      .map((value) => `data: ${JSON.stringify(value)}\r\n\r\n`)
      .join(''),
  },
  'Gemini, which was asked for JSON': {
    body: JSON.stringify(geminiOf([{ text: `\`\`\`json\n${JSON.stringify({ text })}\n\`\`\`` }], 'STOP')),
  },
  'two candidates, of which the first counts': {
    body: JSON.stringify({
      candidates: [{ content: { parts: [{ text }] } }, { content: { parts: [{ text: 'It was said.' }] } }],
    }),
  },
  'AssemblyAI, words beside the text': {
    body: JSON.stringify({
      status: 'completed',
      text,
      words: timed.map(({ word, start, end }) => ({ text: word, start: start * 1_000, end: end * 1_000 })),
      utterances: null,
      language_code: 'en_us',
    }),
    flags: ['bad-times'],
  },
  'Responses of OpenAI, after a reasoning': {
    body: JSON.stringify({
      object: 'response',
      status: 'completed',
      error: null,
      output: [
        {
          type: 'reasoning',
          summary: [],
          content: [{ type: 'reasoning_text', text: 'The secret thought.' }],
        },
        { type: 'message', role: 'assistant', content: [{ type: 'output_text', text, annotations: [] }] },
      ],
    }),
  },
  'Messages of Anthropic': {
    body: JSON.stringify({ type: 'message', content: [{ type: 'text', text }], stop_reason: 'end_turn' }),
  },
  'a chat in blocks': {
    body: JSON.stringify({
      choices: [{ message: { content: [{ type: 'text', text }] }, finish_reason: 'stop' }],
    }),
  },
  'a chat whose words are beside its content': {
    body: JSON.stringify({ choices: [{ message: { content: null, audio: { id: 'x', transcript: text } } }] }),
  },
  'a chat that thinks aloud': {
    body: JSON.stringify({
      choices: [{ message: { content: `<think>\nThe secret.\n</think>\n\n${text}` } }],
    }),
  },
  Ollama: { body: JSON.stringify({ message: { role: 'assistant', content: text }, done: true }) },
  Gladia: {
    body: JSON.stringify({
      status: 'done',
      result: { transcription: { full_transcript: text, utterances: [{ text, start: 0.1, end: 2 }] } },
    }),
  },
  'Soniox, pieces of words and nothing else': {
    body: JSON.stringify({ tokens: piecesOf(['It', ' is', ' sa', 'id', ' by', ' them', '.']) }),
  },
  'whisper.cpp with its tokens': {
    body: JSON.stringify({
      result: { language: 'en' },
      transcription: [
        { offsets: { from: 100, to: 2_000 }, text: ` ${text}`, tokens: piecesOf(['[_BEG_]', ' It', ' is']) },
      ],
    }),
  },
  'Azure, all phrases as one and nothing else': {
    body: JSON.stringify({ durationMilliseconds: 12_000, combinedPhrases: [{ text }], phrases: [] }),
  },
  'Azure, a batch': {
    body: JSON.stringify({
      combinedRecognizedPhrases: [{ channel: 0, lexical: 'it is said', display: text }],
      recognizedPhrases: [
        { offset: 'PT0.1S', duration: 'PT1.9S', nBest: [{ lexical: 'it is', display: text }] },
      ],
    }),
  },
  'Watson, a word a row': {
    body: JSON.stringify({
      results: [
        {
          final: true,
          alternatives: [{ transcript: `${text} `, timestamps: timed.map((w) => [w.word, w.start, w.end]) }],
        },
      ],
    }),
  },
  'Python tuples': {
    body: JSON.stringify({ segments: [[1, 0, 0.1, 2, ` ${text}`, [50_364], 0, -0.2, 1.1]] }),
  },
  Yandex: {
    body: JSON.stringify({
      result: { final: { alternatives: [{ text, startTimeMs: '100', endTimeMs: '2000' }], channelTag: '0' } },
    }),
  },
  'Tencent, times in brackets': {
    body: JSON.stringify({
      Response: { Data: { StatusStr: 'success', Result: `[0:0.100,0:2.000]  ${text}\n`, ErrorMsg: '' } },
    }),
  },
  'Qwen, a list of contents': {
    body: JSON.stringify({
      output: { choices: [{ message: { annotations: [{ language: 'en' }], content: [{ text }] } }] },
    }),
  },
  Baidu: { body: JSON.stringify({ err_no: 0, err_msg: 'success.', result: [text] }) },
  'RTZR, messages with a time': {
    body: JSON.stringify({
      status: 'completed',
      results: { utterances: [{ start_at: 100, duration: 1_900, msg: text }] },
    }),
    flags: ['bad-times'],
  },
  'Clova, a speaker with a name': {
    body: JSON.stringify({
      result: 'COMPLETED',
      text,
      segments: [{ start: 0, end: 2_000, text, speaker: { label: '1', name: 'A' } }],
    }),
    flags: ['bad-times'],
    speakers: ['A'],
  },
  'NeMo, sentences under their own name': {
    body: JSON.stringify({ timestamp: { segment: [{ segment: text, start: 0.1, end: 2 }], char: [] } }),
  },
  'pyannote, a turn a line': {
    body: JSON.stringify({
      status: 'succeeded',
      output: {
        diarization: [{ speaker: 'A', start: 0.1, end: 2 }],
        turnLevelTranscription: [{ start: 0.1, end: 2, text, speaker: 'A' }],
      },
    }),
    speakers: ['A'],
  },
  'Speechmatics, among changes of speakers, in a script without blanks': {
    body: JSON.stringify({
      results: [
        { type: 'speaker_change', start_time: 0, end_time: 0 },
        ...['会', '议', '开始'].map((content, at) => ({
          type: 'word',
          start_time: at,
          end_time: at + 0.9,
          alternatives: [{ content }],
        })),
      ],
    }),
    lines: ['会议开始'],
  },
  'Wit.ai, values of several lines one after the other': {
    body: [{ text: 'It is' }, { text: 'It is said by' }, { text, is_final: true }]
      .map((value) => JSON.stringify(value, null, 2))
      .join('\r\n'),
  },
  'the name of a query around it': { body: JSON.stringify({ data: { transcribe: { text } } }) },
  'a name that nobody knows around it': {
    body: JSON.stringify({ ok: true, spoken: { text }, request: { text: 'A prompt.' } }),
  },
  'a list with numbers for keys': {
    body: JSON.stringify({
      segments: { 0: { text: 'It is', start: 0, end: 1 }, 2: { text: 'said.', start: 1, end: 2 } },
    }),
    lines: ['It is', 'said.'],
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

  'Gemma, what it thought with the sign of its end alone': {
    body: JSON.stringify({ type: 'transcript.text.done', text: `The secret.\nThought.<channel|>${text}` }),
  },
  'Gemma, what it thought between its signs': {
    body: JSON.stringify({ text: `<|channel>thought\nThe secret thought.\n<channel|>${text}` }),
  },
  'a model with channels, of which the last is its answer': {
    body: JSON.stringify({
      text: `<|channel|>analysis<|message|>The secret.<|end|><|start|>assistant<|channel|>final<|message|>${text}<|return|>`,
    }),
  },
  'a model whose template opens what it thinks, and it ends that': {
    body: JSON.stringify({ choices: [{ message: { content: `The secret.\n</think>\n\n${text}` } }] }),
  },
  'a model that never came to its answer': {
    body: JSON.stringify({ text: '<think>The secret, which took all its tokens' }),
    lines: [],
  },
  'Granite, whose turn it is in front': {
    body: JSON.stringify({
      text: `<|start_of_role|>assistant<|end_of_role|>${text}<|end_of_text|>`,
    }),
  },
  'Parakeet, with its own beginning and end': { body: JSON.stringify({ text: `<s> ${text}</s>` }) },
  'Canary, its settings in front': {
    body: JSON.stringify({ text: `<|startoftranscript|><|en|><|en|><|pnc|><|nodiarize|>${text}` }),
  },
  'WhisperX, numbers without times': {
    body: JSON.stringify({
      segments: [
        {
          ...{ text: 'Unit 1. Page 58.', start: 0.6, end: 3 },
          words: [
            { word: 'Unit', start: 0.6, end: 1.2 },
            { word: '1.' },
            { word: 'Page', start: 2.1, end: 2.6 },
            { word: '58.' },
          ],
        },
      ],
    }),
    lines: ['Unit 1. Page 58.'],
    flags: ['bad-times'],
    from: [0.6],
  },
  'words with their starts alone': {
    body: JSON.stringify({ text, words: timed.map(({ word, start }) => ({ word, start, end: null })) }),
    flags: ['bad-times'],
    from: [0.1],
  },
  'Transformers, the last part without its end': {
    body: JSON.stringify({
      text,
      chunks: [
        { timestamp: [0.5, 1.2], text: ' It is said' },
        { timestamp: [1.2, null], text: ' by them.' },
      ],
    }),
    lines: ['It is said', 'by them.'],
    flags: ['bad-times'],
    from: [0.5, 1.2],
  },
  'faster-whisper, a part that ends where it begins, before the start': {
    body: JSON.stringify({ text, segments: [{ start: -0.2, end: -0.2, text }] }),
    flags: ['bad-times'],
  },
  'words that are all at the start': {
    body: JSON.stringify({ text, words: timed.map(({ word }) => ({ word, start: 0, end: 0 })) }),
    flags: ['bad-times'],
  },
  'a part without a length between others': {
    body: JSON.stringify({
      segments: [
        { start: 0, end: 2, text: 'It is' },
        { start: 2, end: 2, text: 'said' },
        { start: 4, end: 6, text: 'by them.' },
      ],
    }),
    lines: ['It is', 'said', 'by them.'],
    from: [0, 2, 4],
  },
  'a server with windows that overlap, a part of them twice': {
    body: JSON.stringify({
      text,
      segments: [
        { start: 0, end: 2, text: 'It is said' },
        { start: 0, end: 2, text: 'It is said' },
        { start: 2, end: 3, text: 'by them.' },
      ],
    }),
    lines: ['It is said', 'by them.'],
    from: [0, 2],
  },
  'WhisperKit, parts as they were ready and the text in order': {
    body: JSON.stringify({
      text,
      segments: [
        { start: 5, end: 6, text: 'by them.' },
        { start: 0.5, end: 2, text: 'It is said' },
      ],
    }),
    lines: ['It is said', 'by them.'],
    from: [0.5, 5],
  },
  'FunASR, its times as pairs and its sentences beside': {
    body: JSON.stringify({
      ...{ key: 'x', text },
      timestamp: timed.map(({ start, end }) => [start * 1_000, end * 1_000]),
      sentence_info: [{ text, start: 100, end: 2_000, timestamp: [[100, 400]], spk: 0 }],
    }),
    speakers: ['Speaker 0'],
  },
  'DashScope, sentences and nothing else': {
    body: JSON.stringify({ output: { sentence: [{ begin_time: 100, end_time: 2_000, text }] } }),
    flags: ['bad-times'],
  },
  'vLLM, streamed with an end for each of its windows': {
    body: ['It is', ' said by them.']
      .map((content) => ({ choices: [{ delta: { content }, finish_reason: 'stop' }] }))
      .map((value) => `data: ${JSON.stringify(value)}\n\n`)
      .join('')
      .concat('data: [DONE]\n\n'),
  },
  'speaches, with null for words': {
    body: JSON.stringify({ text, words: null, segments: [{ id: 1, start: 0.5, end: 2, text, words: null }] }),
    from: [0.5],
  },
  'mlx, sentences with their tokens': {
    body: JSON.stringify({
      text,
      sentences: [
        { text: 'It is', start: 0.5, end: 0.7, tokens: [{ text: 'It', start: 0.5, end: 0.6 }] },
        { text: ' said by them.', start: 0.8, end: 2, tokens: [{ text: ' said', start: 0.8, end: 1 }] },
      ],
    }),
    lines: ['It is', 'said by them.'],
    from: [0.5, 0.8],
  },
  'NeMo, with frames beside its seconds': {
    body: JSON.stringify({
      text,
      timestamp: { segment: [{ segment: text, start: 0.1, end: 2, start_offset: 1, end_offset: 25 }] },
    }),
  },
  'Vosk, readings with words of their own': {
    body: JSON.stringify({ alternatives: [{ confidence: 200, text, result: timed }, { text: 'It was.' }] }),
  },
  Replicate: {
    body: JSON.stringify({
      status: 'succeeded',
      output: {
        ...{ transcription: text, detected_language: 'english', translation: null, srt_file: null },
        segments: [{ id: 0, start: 0.5, end: 2, text }],
      },
    }),
    from: [0.5],
  },
  'Infinity as an end': {
    body: `{"text":"${text}","segments":[{"start":0.5,"end":Infinity,"text":"${text}"}]}`,
    flags: ['bad-times'],
  },

  // Words that are not all of them.
  'a model that had to stop': {
    body: JSON.stringify({ text, finish_reason: 'length' }),
    flags: ['cut-off'],
  },
  'Gemini that had to stop': { body: JSON.stringify(geminiOf([{ text }], 'MAX_TOKENS')), flags: ['cut-off'] },
  'a chat that was filtered': {
    body: JSON.stringify({ choices: [{ message: { content: text }, finish_reason: 'content_filter' }] }),
    flags: ['cut-off'],
  },
  'Messages of Anthropic that had to stop': {
    body: JSON.stringify({ content: [{ type: 'text', text }], stop_reason: 'max_tokens' }),
    flags: ['cut-off'],
  },
  'Responses of OpenAI that had to stop': {
    body: JSON.stringify({ status: 'incomplete', output: [{ type: 'message', content: [{ text }] }] }),
    flags: ['cut-off'],
  },
  'Ollama that had to stop': {
    body: JSON.stringify({ response: text, done: true, done_reason: 'length' }),
    flags: ['cut-off'],
  },
  'pieces of a chat that had to stop': {
    body: `data: {"choices":[{"delta":{"content":"${text}"},"finish_reason":"length"}]}\n\ndata: [DONE]\n\n`,
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
  'Gemini that says nothing for safety': {
    body: JSON.stringify({ candidates: [{ finishReason: 'SAFETY' }] }),
  },
  'Gemini that refused the question': {
    body: JSON.stringify({ promptFeedback: { blockReason: 'OTHER' }, usageMetadata: {} }),
  },
  'a chat that refuses': {
    body: JSON.stringify({ choices: [{ message: { content: null, refusal: 'That is secret.' } }] }),
  },
  'an order that only starts': { body: JSON.stringify({ status: 'starting', output: null, text: '' }) },
  'a sentence under a name that nobody knows': {
    body: JSON.stringify({ segments: [{ begin: 0, finish: 2, gesagt: 'It is said.' }] }),
  },
  'what was asked, again': {
    body: JSON.stringify({ request: { text: 'A prompt.' }, error: { text: 'secret' } }),
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
    if (row.from !== undefined) expect(lines.map(({ startSec }) => startSec)).toEqual(row.from);
    if (row.speakers !== undefined) expect(lines.map(({ speaker }) => speaker)).toEqual(row.speakers);
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
