import { EngineFailure } from '../engine-failure.ts';
import { sentenceForStatus } from './http-answer.ts';
import { wishedPause } from './rate-limits.ts';
import type { RefusalMeaning } from './refusal.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

/** What a refusal means and what to do about it, with its codes and the address that was asked. */
export function failureOfRefusal(given: {
  status: number;
  refusal: RefusalMeaning;
  title: string;
  url: string;
  headers: Headers;
}): EngineFailure {
  const { status, refusal, title, url, headers } = given;
  const { kind, codes, advice } = refusal;
  const meaning = sentenceForStatus(status, title);
  const first =
    advice !== null
      ? sentence('speech.refuses', {
          engine: title,
          codes: [status, ...codes].join(', '),
          advice: sentence(advice),
        })
      : codes.length === 0
        ? meaning
        : sentence('speech.says', { first: meaning, codes: codes.join(', ') });
  return new EngineFailure(kind, sentence('speech.asked', { first, url }), {
    retryAfter: wishedPause(headers, Date.now()),
    isOfModel: /\bmodel/.test(codes.join(' ')) || advice === 'speech.choose-model',
  });
}
