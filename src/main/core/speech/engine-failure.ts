import { wordsOf, type Sentence } from '../../../shared/words/all-words.ts';

/** Why an engine gave no words; the retry rule reads it, people read `message`. */
export type EngineFailureKind =
  | 'unreachable' // nothing answered: not the segment's fault
  | 'lost' // no answer, or half of one: it may have been heard and billed
  | 'limited' // too much was asked of it
  | 'key-refused'
  | 'refused' // the answer is no and will stay so
  | 'failing' // a defect or an overload over there
  | 'no-words' // it heard nothing in speech
  | 'bad-answer' // it answered, and not with words
  | 'not-there'; // the engine cannot be used at all as it is set up

/** One request to an engine that failed. */
export class EngineFailure extends Error {
  readonly kind: EngineFailureKind;
  /** The message as a code with parameters, where it has one. */
  readonly said: Sentence | null;
  /** The engine's own wish, as it came: a number of seconds or a date, or anything else. */
  readonly retryAfter: string | null;
  /** The address is right, and the model is not there. */
  readonly isOfModel: boolean;

  constructor(
    kind: EngineFailureKind,
    message: string | Sentence,
    options: { retryAfter?: string | null; isOfModel?: boolean; cause?: unknown } = {},
  ) {
    super(wordsOf(message), { cause: options.cause });
    this.name = 'EngineFailure';
    this.kind = kind;
    this.said = typeof message === 'string' ? null : message;
    this.retryAfter = options.retryAfter ?? null;
    this.isOfModel = options.isOfModel ?? false;
  }
}

/** The kind of an HTTP answer that is not a 2xx. */
export function kindOfStatus(status: number): EngineFailureKind {
  if (status === 401) return 'key-refused';
  // Of the address, the account or the way there: no segment will pass.
  if ([402, 403, 404, 405, 407, 410, 414, 421, 426, 431, 451, 511].includes(status)) return 'not-there';
  // 498 is Groq's for "no capacity at this moment".
  if (status === 429 || status === 498) return 'limited';
  if (status === 408 || status === 409 || status === 425 || status >= 500) return 'failing';
  return 'refused';
}
