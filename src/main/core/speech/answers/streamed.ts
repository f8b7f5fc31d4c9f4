/** What was streamed, and whether its end was told: `null` where nothing says so. */
export type Streamed = { value: unknown; isWhole: true | null };

const endFlags = ['done', 'final', 'is_final', 'finished', 'end'];

/**
 * The values of an answer that was streamed though nobody asked for that: server-sent events or a JSON value a line. `null`
 * for what is neither, and for a stream that broke off: half of the words is no answer.
 */
export function readStreamed(body: string): Streamed | null {
  const lines = body.split(/\r?\n/).filter((line) => line.trim() !== '' && !/^(event|id|retry|:)/.test(line));
  const texts = lines.map((line) => line.replace(/^data:\s*/, '')).filter((line) => line.trim() !== '[DONE]');
  if (texts.length === 0 || !texts.every((text) => text.startsWith('{'))) return null;
  const values: Value[] = [];
  for (const text of texts) {
    try {
      values.push(JSON.parse(text) as Value);
    } catch {
      return null;
    }
  }
  const failure = values.find(({ error }) => error !== undefined && error !== null);
  if (failure !== undefined) return { value: failure, isWhole: true };
  // OpenAI's events: pieces of the text, and at the end all of it.
  const whole = values.find(({ type }) => typeof type === 'string' && type.endsWith('.done'));
  if (whole !== undefined) return { value: whole, isWhole: true };
  const isDone = /(^|\n)data:\s*\[DONE\]/.test(body);
  const pieces = values.map(pieceOf);
  if (pieces.some((piece) => piece !== null))
    return isDone || values.some(hasReason) ? { value: pieces.join(''), isWhole: true } : null;
  const last = values.at(-1) ?? {};
  const isEnded =
    isDone ||
    endFlags.some((key) => last[key] === true) ||
    // All of it in one value.
    (values.length === 1 && Array.isArray(last.segments));
  return { value: isGrowing(values) ? last : values, isWhole: isEnded ? true : null };
}

type Value = Record<string, unknown>;

const choiceOf = ({ choices }: Value): Value =>
  Array.isArray(choices) ? ((choices[0] as Value | null) ?? {}) : {};

/** What a value adds to the text before it; `null` for a value that is not of that kind. */
function pieceOf(value: Value): string | null {
  if (typeof value.delta === 'string') return value.delta;
  const { delta } = choiceOf(value);
  const content = typeof delta === 'object' && delta !== null ? (delta as Value).content : null;
  return typeof content === 'string' ? content : null;
}

const hasReason = (value: Value): boolean => choiceOf(value).finish_reason === 'stop';

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
