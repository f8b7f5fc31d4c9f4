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
  const values: Record<string, unknown>[] = [];
  for (const text of texts) {
    try {
      values.push(JSON.parse(text) as Record<string, unknown>);
    } catch {
      return null;
    }
  }
  const failure = values.find(({ error }) => error !== undefined && error !== null);
  if (failure !== undefined) return { value: failure, isWhole: true };
  // OpenAI's events: pieces of the text, and at the end all of it.
  const whole = values.find(({ type }) => typeof type === 'string' && type.endsWith('.done'));
  if (whole !== undefined) return { value: whole, isWhole: true };
  if (values.some(({ delta }) => typeof delta === 'string')) return null;
  const last = values.at(-1) ?? {};
  const isEnded =
    /(^|\n)data:\s*\[DONE\]/.test(body) ||
    endFlags.some((key) => last[key] === true) ||
    // All of it in one value.
    (values.length === 1 && Array.isArray(last.segments));
  return { value: values, isWhole: isEnded ? true : null };
}
