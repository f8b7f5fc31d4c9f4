import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { billFor, groqBilling } from '../../../../src/main/core/speech/cost.ts';
import { EngineFailure, kindOfStatus } from '../../../../src/main/core/speech/engine-failure.ts';
import {
  doubtsAbout,
  isWorthSending,
  wordsForSpeech,
} from '../../../../src/main/core/transcription/segments/gates.ts';
import { isOtherLanguage } from '../../../../src/main/core/transcription/words/language.ts';
import { promptOf, promptTokens } from '../../../../src/main/core/transcription/words/prompt.ts';
import { mayBeSentAt, quotaLeft, readLimits } from '../../../../src/main/core/transcription/limits/quota.ts';
import {
  mostFailures,
  retryAfterMs,
  nextStepAfter,
} from '../../../../src/main/core/transcription/jobs/retry-rule.ts';

const nowMs = Date.UTC(2026, 0, 1);
const failure = (status: number, retryAfter: string | null = null): EngineFailure =>
  new EngineFailure(kindOfStatus(status), 'no', { retryAfter });
const verdict = (given: EngineFailure, failures = 1) =>
  nextStepAfter(given, { failures, inARow: failures, nowMs, random: 1 });

it.each([
  [0, 12, 'none'],
  [1, 12, 'few'],
  [3, 12, 'enough'],
])('takes %i words with times for %i s of speech for %s', (count, speechSec, verdict) => {
  const words = Array.from({ length: count }, () => ({ text: 'word' }));
  expect(wordsForSpeech([{ words, flags: [] }], { speechSec, areTimed: true })).toBe(verdict);
});

// As slowly as a synthesised voice speaks, and about half of it.
it.each([
  ['We should get the environment ready by Thursday, so that all have time.', 9, 28],
  ['Bis Donnerstag soll die Umgebung bereit sein, damit alle Zeit haben.', 7, 27],
  ['我们这个星期需要专注于用户登录系统。我可以负责文档的工作。', 17, 36],
  ['わたしたちは こんしゅう ログインに しゅうちゅうする ひつようが あります。', 8, 46],
  ['우리는 이번 주에 사용자 로그인 시스템에 집중해야 합니다.', 8, 33],
  ['نحتاج إلى التركيز على نظام دخول المستخدمين هذا الأسبوع.', 9, 32],
  ['हमें इस सप्ताह उपयोगकर्ता लॉगिन प्रणाली पर ध्यान देना है।', 9, 30],
  ['สัปดาห์นี้เราต้องเน้นที่ระบบเข้าสู่ระบบของผู้ใช้', 9, 30],
  ['1 2 3 4 5 6 7 8 9 10 11 12', 7, 24],
  ['Yes.', 3.8, 6],
  // Eight words of twice the public speech.
  ['And so my fellow Americans, ask not what', 11, 14.8],
])('takes "%s" for slow speech in %i s, and for too few words in %i s', (text, slowSec, longSec) => {
  const lines = [{ words: [{ text }], flags: [] }];
  expect(wordsForSpeech(lines, { speechSec: slowSec, areTimed: false })).toBe('enough');
  expect(wordsForSpeech(lines, { speechSec: longSec, areTimed: false })).toBe('few');
});

describe('the retry rule', () => {
  it.each([
    ['1', 1_000],
    ['3600', 3_600_000],
    [' 2.5 ', 2_500],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['999999999', 86_400_000],
  ])('takes "%s" as a wish to be left alone', (header, ms) => {
    expect(retryAfterMs(header, nowMs)).toBe(ms);
    // At once is not meant: what was too much a moment ago would be too much again.
    const pauseMs = Math.max(ms, 1_000);
    expect(verdict(failure(429, header))).toEqual({ next: 'retry', untilMs: nowMs + pauseMs, counts: false });
  });

  it.each(['-5', 'soon', '', '1e9', 'NaN', '12 monkeys', null])(
    'takes "%s" for no wish and backs off',
    (header) => {
      expect(retryAfterMs(header, nowMs)).toBeNull();
      expect(verdict(failure(429, header))).toEqual({ next: 'retry', untilMs: nowMs + 1_000, counts: false });
    },
  );

  it.each([400, 413, 422])('sets a segment aside that is refused with %i', (status) => {
    expect(verdict(failure(status))).toEqual({ next: 'park' });
  });

  it.each([401, 403, 404])('asks nobody any more after %i', (status) => {
    expect(verdict(failure(status))).toEqual({ next: 'stop' });
  });

  it.each([408, 409, 500, 502, 503, 599])('tries again after %i, five times', (status) => {
    expect(verdict(failure(status), 1)).toMatchObject({ next: 'retry', counts: true });
    expect(verdict(failure(status), mostFailures)).toEqual({ next: 'park' });
  });

  it('never counts it against a segment that nobody answers', () => {
    const away = new EngineFailure('unreachable', 'no');
    expect(verdict(away, 1_000)).toMatchObject({ next: 'retry', counts: false });
  });

  it('waits between half a second and a minute without a wish, the longer the more often', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (failures, random) => {
          const answer = nextStepAfter(failure(500), { failures, inARow: failures, nowMs, random });
          if (answer.next !== 'retry') throw new Error('It is not tried again.');
          const waitMs = answer.untilMs - nowMs;
          expect(waitMs).toBeGreaterThanOrEqual(500 * 2 ** (failures - 1));
          expect(waitMs).toBeLessThanOrEqual(60_000);
        },
      ),
    );
  });
});

describe('the quota', () => {
  const limits = { requestsPerMinute: 20, audioSecPerHour: 7_200 };
  const unknown = { requests: null, audioSec: null };

  it('reads what the headers tell, and nothing of what is no number', () => {
    const told = readLimits(
      {
        'x-ratelimit-limit-requests': '2000',
        'x-ratelimit-remaining-requests': '1999',
        'x-ratelimit-reset-requests': '2m59.56s',
        'x-ratelimit-remaining-audio-seconds': 'plenty',
      },
      nowMs,
    );
    expect(told).toEqual({
      requests: { limit: 2_000, left: 1_999, resetsMs: nowMs + 179_560 },
      audioSec: null,
    });
  });

  it('waits until the engine says that there is room again', () => {
    const told = { requests: { limit: 2_000, left: 0, resetsMs: nowMs + 5_000 }, audioSec: null };
    expect(mayBeSentAt(10, { sent: [], limits, told, nowMs }).atMs).toBe(nowMs + 5_000);
  });

  it('never sends more seconds in any hour than the limit', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ sec: fc.integer({ min: 10, max: 30 }), pauseMs: fc.integer({ min: 0, max: 20_000 }) }),
          {
            maxLength: 120,
          },
        ),
        (requests) => {
          const limit = { requestsPerMinute: null, audioSecPerHour: 600 };
          const sent: { sentMs: number; billedSec: number }[] = [];
          let atMs = nowMs;
          for (const { sec, pauseMs } of requests) {
            atMs = mayBeSentAt(sec, { sent, limits: limit, told: unknown, nowMs: atMs + pauseMs }).atMs;
            sent.push({ sentMs: atMs, billedSec: sec });
            const hour = sent.filter(({ sentMs }) => atMs - sentMs < 3_600_000);
            expect(hour.reduce((sum, { billedSec }) => sum + billedSec, 0)).toBeLessThanOrEqual(600);
          }
        },
      ),
    );
  });

  it('tells what is left', () => {
    const sent = [{ sentMs: nowMs - 1_000, billedSec: 200 }];
    expect(quotaLeft({ sent, limits, told: unknown, nowMs })).toEqual({
      audioSecThisHour: 7_000,
      requestsThisMinute: 19,
      requestsTold: null,
    });
  });
});

describe('the bill', () => {
  it('has at least ten seconds a request at Groq', () => {
    const turbo = groqBilling('whisper-large-v3-turbo');
    expect(billFor(2, turbo).billedSec).toBe(10);
    expect(billFor(3_600, turbo)).toEqual({ billedSec: 3_600, costUsd: 0.04 });
  });
});

describe('the gates', () => {
  const part = { text: 'We ship on Friday.', avgLogprob: -0.2, compressionRatio: 1.3, noSpeechProb: 0.01 };

  it('sends neither silence nor a click', () => {
    expect(isWorthSending({ speechSec: 1, rmsDb: -80 })).toBe(false);
    expect(isWorthSending({ speechSec: 0.04, rmsDb: -20 })).toBe(false);
    expect(isWorthSending({ speechSec: 0.3, rmsDb: -45 })).toBe(true);
  });

  it.each([
    ['nothing', {}, []],
    ['what was said to silence', { noSpeechProb: 0.61, avgLogprob: -0.51 }, ['no-speech']],
    ['nothing that only may have been silence', { noSpeechProb: 0.9, avgLogprob: -0.4 }, []],
    ['repetition', { compressionRatio: 2.41 }, ['repetition']],
    ['low confidence', { avgLogprob: -1.01 }, ['low-confidence']],
    ['the end of a video', { text: 'Thank you for watching!', noSpeechProb: 0.07 }, ['known-phrase']],
    ['no thanks that were heard', { text: 'Thank you.', noSpeechProb: 0.01 }, []],
    [
      'repetition that nobody told of',
      { text: 'so it is '.repeat(40), compressionRatio: null },
      ['repetition'],
    ],
  ])('flag %s', (_what, more, flags) => {
    expect(doubtsAbout({ ...part, ...more })).toEqual(flags);
  });

  it.each([
    '[BLANK_AUDIO]',
    '(music)',
    '♪ la la la ♪',
    '*applause*',
    '[MUSIC PLAYING] (laughter)',
    '【音楽】',
    '（笑）',
    '<|nospeech|>',
    '>> [Applause]',
    '- (Musik)',
    '{music}',
    '#music#',
    '...',
  ])('take "%s" for a sound', (text) => {
    expect(doubtsAbout({ ...part, text })).toEqual(['marker']);
  });

  it.each([
    'Thanks for watching!',
    "Don't forget to like and subscribe.",
    'Subtitles by the Amara.org community',
    'Untertitelung des ZDF, 2020',
    'Vielen Dank fürs Zuschauen!',
    "Sous-titres réalisés par la communauté d'Amara.org",
    "Merci d'avoir regardé cette vidéo !",
    'Subtítulos realizados por la comunidad de Amara.org',
    '¡Gracias por ver el video!',
    'Legendas pela comunidade Amara.org',
    'Obrigado por assistir.',
    'Sottotitoli creati dalla comunità Amara.org',
    'Субтитры сделал DimaTorzok',
    'Спасибо за просмотр!',
    '请不吝点赞 订阅 转发 打赏支持明镜与点点栏目',
    '谢谢观看',
    'ご視聴ありがとうございました',
    'チャンネル登録お願いします',
    '시청해주셔서 감사합니다.',
    'ترجمة نانسي قنقر',
    'شكرا للمشاهدة',
    'देखने के लिए धन्यवाद',
    'Altyazı M.K.',
    'Terima kasih telah menonton!',
    'See you in the next video. Bye!',
    '© BF-WATCH TV 2021',
    'Untertitelung. BR 2018',
    "C'est la fin de cette vidéo.",
    '¡Suscríbete al canal!',
    'No olvides suscribirte y darle like',
    'Nos vemos en el próximo video.',
    'Até o próximo vídeo!',
    'Ci vediamo nel prossimo video.',
    'Продолжение следует...',
    'ДИНАМИЧНАЯ МУЗЫКА',
    '多謝您的觀看',
    '词曲 李宗盛',
    '字幕by索兰娅',
    '次回もお楽しみに',
    'ご視聴ありがとうございました。チャンネル登録をお願いいたします。',
    'MBC 뉴스 김성현입니다.',
    '구독과 좋아요 부탁드립니다',
    'شكراً للمشاهدة',
    'اشترك في القناة',
    'अगले वीडियो में मिलते हैं',
    'ขอบคุณที่รับชม',
  ])('know "%s" from videos', (text) => {
    expect(doubtsAbout({ ...part, text, noSpeechProb: null })).toEqual(['known-phrase']);
  });

  it.each([
    "I'm sorry, but I can't transcribe audio files.",
    'I’m sorry, I am unable to process the audio you provided.',
    'I cannot listen to audio.',
    'As an AI language model, I do not have ears.',
    'Please provide the audio file you would like me to transcribe.',
    'Here is the transcription:',
  ])('know "%s" from models that chat', (text) => {
    expect(doubtsAbout({ ...part, text, noSpeechProb: null })).toEqual(['known-phrase']);
  });

  it.each([
    'I am sorry, I cannot come on Monday.',
    'I can not hear the audio of Anna, can you share your screen?',
    'Please provide the figures of the audio team by Friday.',
    'Here is the transcript of the last meeting, as a link.',
    'no. no. no.',
    'Yes, yes, yes, yes.',
    'Bye bye. Bye.',
    '对对对对',
    'Thank you.',
    'Thank you for the update, Anna.',
    'We watch the subtitles by hand.',
    '(laughs) Anyway, we ship on Friday.',
    'Subscribe the service to the topic and restart it.',
    'Thanks for watching the build while I was away.',
    'Gracias por ver el informe antes de la reunión.',
    'See you in the next video call at three.',
    'Copyright 2021 needs an update in the footer.',
    '字幕组今天开会',
    '구독 좋아요 수치를 봅시다',
    '[Action item] Bob writes it down.',
    'Спасибо, коллеги, начнём.',
  ])('let "%s" be', (text) => {
    expect(doubtsAbout({ ...part, text, compressionRatio: null, noSpeechProb: null })).toEqual([]);
  });

  it.each([
    ['What we ship is the login page.', 'So that is it. What we ship is the login page.', true],
    ['Kubernetes, Anna Petrova, ScrumBot.', 'Kubernetes, Anna Petrova, ScrumBot.', true],
    ['Kubernetes, Anna, ScrumBot.', 'Kubernetes, Anna, ScrumBot, Grafana. What we ship is this.', true],
    ['Anna and ScrumBot.', 'Anna, ScrumBot, Grafana. What we ship is this.', false],
    ['The login page.', 'So that is it. What we ship is the login page.', false],
    ['We ship the login page on Friday.', 'We ship the login page.', false],
  ])('know an echo of the prompt: "%s" after "%s" is %s', (text, prompt, isEcho) => {
    expect(doubtsAbout({ ...part, text }, prompt)).toEqual(isEcho ? ['prompt-echo'] : []);
  });

  it.each([
    [{ text: 'hello there', language: 'english' }, 'en', false],
    [{ text: 'hallo zusammen', language: 'german' }, 'en', true],
    [{ text: 'こんにちは皆さん', language: null }, 'en', true],
    [{ text: 'добрый день', language: null }, 'ru', false],
    [{ text: 'добрый день', language: 'russian' }, null, false],
  ])('know another language: %o for %s is %s', (answer, wanted, isOther) => {
    expect(isOtherLanguage(answer, wanted)).toBe(isOther);
  });
});

describe('the prompt', () => {
  it('is the end of the words before, and none of doubtful ones', () => {
    expect(promptOf({ text: 'We ship.', isConfident: true })).toBe('We ship.');
    expect(promptOf({ text: 'We ship.', isConfident: false })).toBeNull();
    expect(promptOf(null)).toBeNull();
    const long = promptOf({ text: 'word '.repeat(1_000), isConfident: true });
    expect(long?.length).toBeLessThanOrEqual(800);
    expect(long?.startsWith('word')).toBe(true);
    expect(promptOf({ text: 'We ship.', isConfident: true }, ['Anna Petrova', 'ScrumBot'])).toBe(
      'Anna Petrova, ScrumBot. We ship.',
    );
    const full = promptOf(
      null,
      Array.from({ length: 200 }, (_zero, i) => `a name with number ${i}`),
    );
    expect(full?.length).toBeLessThanOrEqual(800);
  });

  it.each([
    ['Chinese', ['会议室', '预算表'], '我们明天下午开会讨论预算'],
    ['Hindi', ['मुंबई', 'कुबेरनेट्स'], 'हम कल बैठक करेंगे और '],
    ['Russian', ['Кубернетес', 'Графана'], 'мы встречаемся завтра и '],
    ['English', ['Kubernetes', 'Grafana'], 'we meet tomorrow and '],
  ])('keeps the names in %s, of which Whisper drops the first where it is too long', (_name, names, said) => {
    const prompt = promptOf({ text: said.repeat(100), isConfident: true }, names) ?? '';
    expect(prompt.startsWith(`${names.join(', ')}. `)).toBe(true);
    expect(promptTokens(prompt)).toBeLessThanOrEqual(200);
    expect(promptTokens(prompt)).toBeGreaterThan(150);
    expect(prompt.length).toBeLessThanOrEqual(896);
    expect(prompt.isWellFormed()).toBe(true);
  });
});
