import { EngineFailure } from '../engine-failure.ts';
import { sentenceForStatus } from './http-answer.ts';
import { wishedPause } from './rate-limits.ts';
import type { RefusalMeaning } from './refusal.ts';

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
  const told = codes.length === 0 ? '' : ` It says ${codes.join(', ')}.`;
  const sentence =
    advice === null
      ? `${sentenceForStatus(status, title)}${told}`
      : `${title} refuses (${[status, ...codes].join(', ')}). ${advice}`;
  return new EngineFailure(kind, `${sentence} Asked: ${url}`, {
    retryAfter: wishedPause(headers, Date.now()),
    isOfModel: /\bmodel/.test(codes.join(' ')) || advice?.includes('model') === true,
  });
}
