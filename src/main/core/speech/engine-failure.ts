/** Why an engine gave no words; the retry rule reads it, people read `message`. */
export type EngineFailureKind =
  | 'unreachable' // nothing answered: not the segment's fault
  | 'lost' // no answer, or half of one: it may have been heard and billed
  | 'limited' // too much was asked of it
  | 'key-refused'
  | 'refused' // the answer is no and will stay so
  | 'failing' // a defect or an overload over there
  | 'bad-answer' // it answered, and not with words
  | 'not-there'; // the engine cannot be used at all as it is set up

/** One request to an engine that failed. */
export class EngineFailure extends Error {
  readonly kind: EngineFailureKind;
  /** The engine's own wish, as it came: a number of seconds or a date, or anything else. */
  readonly retryAfter: string | null;

  constructor(
    kind: EngineFailureKind,
    message: string,
    options: { retryAfter?: string | null; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'EngineFailure';
    this.kind = kind;
    this.retryAfter = options.retryAfter ?? null;
  }
}

/** The kind of an HTTP answer that is not a 2xx. */
export function kindOfStatus(status: number): EngineFailureKind {
  if (status === 401) return 'key-refused';
  if (status === 403 || status === 404) return 'not-there';
  if (status === 429) return 'limited';
  if (status === 408 || status === 409 || status >= 500) return 'failing';
  return 'refused';
}
