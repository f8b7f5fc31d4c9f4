import { kindOfStatus, type EngineFailureKind } from '../engine-failure.ts';
import { isRecord } from '../../../../shared/is-record.ts';

/** What a server does not take, and what can be done without; `later` where it takes nothing just now. */
export type Refused = 'format' | 'audio' | 'later' | { field: string } | null;

/** What an answer without words means, by its status and the codes in it. */
export type RefusalMeaning = {
  kind: EngineFailureKind;
  /** Machine-readable, such as `insufficient_quota`: the only part of a body that a message may repeat. */
  codes: string[];
  refused: Refused;
  /** What a code means and what to do; `null` where the status says all. */
  advice: Advice | null;
};

type Advice =
  | 'speech.account-restricted'
  | 'speech.no-credit'
  | 'speech.choose-model'
  | 'speech.valid-key'
  | 'speech.check-project';

type Meaning = { pattern: RegExp; kind: EngineFailureKind; advice: Advice };

// By codes first and, where a server sends none, by what its sentence is about. Nobody's segment passes after these.
const meanings: readonly Meaning[] = [
  {
    pattern:
      /organi[sz]ation_(restricted|deactivated|suspended|disabled)|account_(deactivated|suspended|disabled|restricted)|access_terminated/,
    kind: 'not-there',
    advice: 'speech.account-restricted',
  },
  {
    pattern:
      /insufficient_(\w+_)?(quota|balance|credits?|funds)|billing|payment_required|quota_exceeded_permanently|credit_?balance|spend(ing)?_limit|no_credits/,
    kind: 'not-there',
    advice: 'speech.no-credit',
  },
  {
    pattern:
      /model_(decommissioned|deprecated|not_found|not_active|not_available|terms_required|permission\w*|not_supported|unavailable_for\w*|does_not_exist)|no_such_model|unknown_model|invalid_model|unsupported_model|deployment_?not_?found/,
    kind: 'not-there',
    advice: 'speech.choose-model',
  },
  {
    pattern:
      /invalid_api_key|incorrect_api_key|invalid_authentication|authentication_error|expired_api_key|api_key_(expired|invalid)|invalid_token/,
    kind: 'key-refused',
    advice: 'speech.valid-key',
  },
  {
    pattern:
      /unsupported_country\w*|region_not_supported|project_(not_found|archived)|permission_(denied|error)|insufficient_permissions|not_authorized|ip_not_authorized/,
    kind: 'not-there',
    advice: 'speech.check-project',
  },
];

const modelSentence =
  /model\b(?:(?!audio|file|format|input|language).){0,120}?\b(not (be )?found|does not exist|doesn.t exist|decommissioned|not exist|is not (available|supported|loaded|installed)|no such|unknown|does ?n.?t support (the )?transcri\w+)|(no such|unknown|invalid|unsupported|unrecogni[sz]ed) model\b(?! format)/is;

// Nobody waits for a model that cannot be loaded, or that has no ears, whatever the status is.
const unfitModel =
  /(could not|couldn.t|failed to|cannot|can.t|unable to) load (the )?model\b|(does not|doesn.t) support audio\b(?! (format|type|codec|file type))/i;

const noCredit =
  /(insufficient|not enough|no|exhausted|negative).{0,20}\b(balance|credits?|funds)\b|balance.{0,30}(insufficient|not enough|too low|exhausted)|余额不足|额度不足/is;

const overloaded = /model_?is_?loading|loading model|try again|overloaded|capacity|busy|timed? ?out/i;

/** `body` is only looked at: nothing but codes of it is handed on. `without` are fields that were not in the request. */
export function refusalOf(status: number, body: string, without: readonly string[] = []): RefusalMeaning {
  const error = errorIn(body);
  const { codes } = error;
  const all = codes.join(' ').toLowerCase();
  const meaning = meanings.find(({ pattern }) => pattern.test(all));
  if (meaning !== undefined) return { kind: meaning.kind, codes, refused: null, advice: meaning.advice };
  const isSaid = status >= 400 && status < 500 && status !== 429;
  if (status === 402 || (isSaid && noCredit.test(error.message)))
    return { kind: 'not-there', codes, refused: null, advice: 'speech.no-credit' };
  if (status >= 400 && unfitModel.test(error.message))
    return { kind: 'not-there', codes, refused: null, advice: 'speech.choose-model' };
  if (
    status < 500 &&
    status !== 429 &&
    (modelSentence.test(error.message) || (isSaid && error.param === 'model'))
  )
    return { kind: 'not-there', codes, refused: null, advice: 'speech.choose-model' };
  const refused = overloaded.test(error.message) ? 'later' : refusedBy(status, error, without);
  return { kind: kindOfStatus(status), codes, refused, advice: null };
}

// What a server can do without, in the order in which they are looked for in its sentence.
const fields = [
  'timestamp_granularities[]',
  'chunking_strategy',
  'temperature',
  'prompt',
  'language',
] as const;
const noToField =
  /not (be )?(supported|permitted|allowed|compatible|valid|recogni[sz]ed)|unsupported|unknown|unexpected|unrecogni[sz]ed|invalid|extra|incompatible|too long|or fewer|exceed|length|only|must|cannot|can.t/i;

function refusedBy(status: number, error: FoundError, without: readonly string[]): Refused {
  const { message, param } = error;
  if (![200, 400, 406, 415, 422, 500, 501].includes(status)) return null;
  const field = refusedField(error, without);
  if (param === 'response_format' || /response[_ ]?format|verbose_json/i.test(message)) return 'format';
  if (field !== null) return { field };
  // Times were left out already, and are still what it does not like.
  if (/timestamp_granularit/i.test(message)) return 'format';
  if (
    param === 'file' ||
    /flac|ffmpeg|decod|codec|mime|libsndfile|soundfile|(audio|file|media|input).{0,40}(format|type|unsupported|not supported|invalid|corrupt|unreadable|could not|cannot|failed)|(unsupported|invalid|unrecogni[sz]ed|failed to|could not|cannot|unable to).{0,40}(audio|file|media|wav|format)/is.test(
      message,
    )
  )
    return 'audio';
  return null;
}

/** Times of words are named in more than one spelling, and some have only those of sentences. */
function refusedField({ message, param }: FoundError, without: readonly string[]): string | null {
  const sent = fields.filter((field) => !without.includes(field));
  const nameOf = (field: string): string => field.replace('[]', '');
  const byParam = sent.find((field) => nameOf(field) === param.replace(/\[\d*\]$/, ''));
  if (byParam !== undefined) return byParam;
  if (!noToField.test(message)) return null;
  return sent.find((field) => new RegExp(`\\b${nameOf(field)}\\b`, 'i').test(message)) ?? null;
}

type FoundError = { codes: string[]; message: string; param: string };

const codeKeys = ['code', 'type', 'error_code', 'errorCode', 'status', 'reason'];

function errorIn(body: string): FoundError {
  let value: unknown;
  try {
    value = body.length < 100_000 ? JSON.parse(body.replace(/^\uFEFF/, '')) : null;
  } catch {
    return { codes: [], message: body.slice(0, 4_000), param: '' };
  }
  const top = recordOf(value) ?? (Array.isArray(value) ? recordOf(value[0]) : null) ?? {};
  // FastAPI puts a list of what it does not like there.
  const inside = recordOf(top.error) ?? recordOf(top.message);
  const lists = [top.detail, top.errors, top.message, inside?.detail, inside?.details];
  const details = lists.flatMap((list) => (Array.isArray(list) ? list.map(recordOf) : [recordOf(list)]));
  const found = [inside, top, ...details].filter((one) => one !== null);
  const codes = found.flatMap((one) => codeKeys.map((key) => one[key])).filter(isCode);
  const texts = [top.error, top.detail, ...found.flatMap((one) => [one.message, one.msg, one.error])];
  const message = texts.filter((one) => typeof one === 'string').join(' ');
  const param =
    found.map((one) => one.param ?? placeIn(one.loc)).find((one) => typeof one === 'string') ?? '';
  return { codes: [...new Set(codes)].slice(0, 3), message: message.slice(0, 4_000), param };
}

/** A name that a program made. Spoken words and keys are none: they have blanks, or no underscore, or look like a key. */
function isCode(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    (/^[a-z]+([_.-][a-z0-9]+){1,8}$/i.test(value) || /^([A-Z]+[a-z]+){2,6}$/.test(value)) &&
    value.length <= 60 &&
    !/^(gsk|sk|pk|hf|key|xai|org|proj)[_-]/i.test(value)
  );
}

function recordOf(value: unknown): Record<string, unknown> | null {
  return isRecord(value) ? value : null;
}

/** FastAPI names where in the request it found something: `['body', 'language']`, with a number behind it for one of several. */
function placeIn(value: unknown): unknown {
  return Array.isArray(value) ? value.findLast((one) => typeof one === 'string') : undefined;
}
