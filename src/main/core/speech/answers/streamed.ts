import { isRecord } from '../../../../shared/is-record.ts';

/** What was streamed, and whether its end was told: `null` where nothing says so. */
export type Streamed = { value: unknown; isWhole: true | null };

const endFlags = ['done', 'final', 'is_final', 'finished', 'end'];

/**
 * The values of an answer that was streamed though nobody asked for that: server-sent events, or JSON values one after the
 * other. `null` for what is neither, and for a stream that broke off: half of the words is no answer.
 */
export function readStreamed(body: string): Streamed | null {
  const values = valuesIn(body);
  if (values === null) return null;
  const failure = values.find(({ error }) => error !== undefined && error !== null);
  if (failure !== undefined) return { value: failure, isWhole: true };
  // OpenAI's events: pieces of the text, and at the end all of it.
  const whole = values.find(({ type }) => typeof type === 'string' && type.endsWith('.done'));
  if (whole !== undefined) return { value: whole, isWhole: true };
  const isDone = /(^|\n)data:\s*\[DONE\]/.test(body);
  const pieced = readPieces(values);
  if (pieced !== null) return isDone || pieced.isEnded ? { value: pieced.value, isWhole: true } : null;
  const last = values.at(-1) ?? {};
  const isEnded =
    isDone ||
    endFlags.some((key) => last[key] === true) ||
    // All of it in one value.
    (values.length === 1 && Array.isArray(last.segments));
  return { value: isGrowing(values) ? last : values, isWhole: isEnded ? true : null };
}

/** The same pieces as a list, which is how some stream unless they are told otherwise; `null` for any other list. */
export function readPieceList(list: unknown): Streamed | null {
  if (!Array.isArray(list) || list.length < 2 || !list.every(isRecord)) return null;
  const pieced = readPieces(list);
  return pieced === null ? null : { value: pieced.value, isWhole: pieced.isEnded ? true : null };
}

type Value = Record<string, unknown>;

/** A value a line, or values of several lines each; `null` where there is anything else. */
function valuesIn(body: string): Value[] | null {
  const lines = body.split(/\r?\n/).filter((line) => line.trim() !== '' && !/^(event|id|retry|:)/.test(line));
  const texts = lines.map((line) => line.replace(/^data:\s*/, '')).filter((line) => line.trim() !== '[DONE]');
  if (texts[0]?.startsWith('{') !== true) return null;
  const values = texts.map(parsed);
  return values.every(isRecord) ? values : valuesApart(texts.join('\n'));
}

// Within a text `}{` may stand, too, but never that often in one.
const mostPieces = 20;

function valuesApart(text: string): Value[] | null {
  const values: Value[] = [];
  let open: string[] = [];
  for (const piece of text.split(/(?<=\})(?=\s*\{)/)) {
    open.push(piece);
    const value = parsed(open.join(''));
    if (isRecord(value)) {
      values.push(value);
      open = [];
    } else if (open.length > mostPieces) return null;
  }
  return open.length === 0 ? values : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The text that all pieces are, with what the last one says of its end; `null` where there are no such pieces. */
function readPieces(values: readonly Value[]): { value: Value; isEnded: boolean } | null {
  const pieces = values.map(pieceOf);
  if (!pieces.some((piece) => piece !== null)) return null;
  const reason = values.map(reasonOf).findLast((one) => typeof one === 'string');
  return {
    value: { text: pieces.join(''), ...(reason !== undefined && { finish_reason: reason }) },
    isEnded: reason !== undefined,
  };
}

/** What a value adds to the text before it; `null` for a value that is not of that kind. */
function pieceOf(value: Value): string | null {
  if (typeof value.delta === 'string') return value.delta;
  const { delta, content } = choiceOf(value);
  const added = isRecord(delta) ? delta.content : null;
  if (typeof added === 'string') return added;
  const parts = isRecord(content) && Array.isArray(content.parts) ? content.parts.filter(isRecord) : null;
  return parts === null
    ? null
    : parts.map(({ text, thought }) => (typeof text === 'string' && thought !== true ? text : '')).join('');
}

const reasonOf = (value: Value): unknown => {
  const { finish_reason, finishReason } = choiceOf(value);
  return finish_reason ?? finishReason;
};

function choiceOf({ choices, candidates }: Value): Value {
  const lists: unknown[] = [choices, candidates];
  const [first] = lists.flatMap((list) => (Array.isArray(list) ? (list.slice(0, 1) as unknown[]) : []));
  return isRecord(first) ? first : {};
}

/** Some send what they have so far again and again: each value begins with all of the one before it. */
function isGrowing(values: readonly Value[]): boolean {
  const isTold = values.length > 2 || values.some((value) => endFlags.some((key) => key in value));
  return (
    isTold &&
    values.slice(1).every(({ text, start }, index) => {
      const before = values[index]?.text;
      if (typeof text !== 'string' || typeof before !== 'string' || start !== undefined) return false;
      return text.length > before.length && text.startsWith(before);
    })
  );
}
