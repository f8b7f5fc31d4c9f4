/** Levels of nesting in a JSON text that is read. The reference gives up at about a thousand. */
export const mostJsonLevels = 500;
// Each value is an object of its own in memory, some 50 times what it takes in the text. Real messages have hundreds.
const mostJsonValues = 100_000;

const quote = 34;
const comma = 44;
const backslash = 92;

/**
 * Why parsing a JSON text would cost far more memory and time than its length says, or `null` when it may be parsed.
 * One pass that keeps nothing: brackets and commas are counted, strings are passed over.
 */
export function jsonShapeProblem(text: string): string | null {
  // Shorter texts can be neither deep nor many.
  if (text.length <= mostJsonLevels) return null;
  let level = 0;
  let values = 1;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === quote) {
      at = closingQuote(text, at);
    } else if (unit === comma) {
      values += 1;
    } else if (unit === 91 || unit === 123) {
      level += 1;
      values += 1;
      if (level > mostJsonLevels) return `it is nested deeper than ${mostJsonLevels} levels`;
    } else if (unit === 93 || unit === 125) {
      level -= 1;
    }
    if (values > mostJsonValues) return `it has more than ${mostJsonValues} values`;
  }
  return null;
}

/** The place of the quotation mark that ends a string, or of the text's end. */
function closingQuote(text: string, start: number): number {
  const next = text.indexOf('"', start + 1);
  if (next === -1) return text.length;
  // Most strings have no escape before their end, and `indexOf` is the fastest way there.
  if (text.charCodeAt(next - 1) !== backslash) return next;
  let at = start + 1;
  for (; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === backslash) at += 1;
    else if (unit === quote) break;
  }
  return at;
}

/**
 * JSON.parse, or another, for texts of others: bounded in memory and time for any content of a length.
 * @throws SyntaxError whose message repeats nothing of the text
 */
export function parseForeignJson(
  text: string,
  parse: (text: string) => unknown = (given) => JSON.parse(given) as unknown,
): unknown {
  const problem = jsonShapeProblem(text);
  if (problem !== null) throw new SyntaxError(problem);
  try {
    return parse(text);
  } catch (error) {
    // eslint-disable-next-line preserve-caught-error -- the engine's message quotes the text, and a log would print it
    throw new SyntaxError(syntaxProblem(error));
  }
}

const nonNumbers = ['NaN', '-Infinity', 'Infinity'];

/** `null` in the places where Python writes a number that is none, outside of strings. */
export function nullForNonNumbers(text: string): string {
  if (!nonNumbers.some((word) => text.includes(word))) return text;
  let written = '';
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text.charCodeAt(at) === quote) {
      at = closingQuote(text, at);
      continue;
    }
    const word = nonNumbers.find((name) => text.startsWith(name, at));
    if (word === undefined) continue;
    written += `${text.slice(from, at)}null`;
    from = at + word.length;
    at = from - 1;
  }
  return written + text.slice(from);
}

/** What the parser's own message says without the words around the place, which may be anybody's. */
function syntaxProblem(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  const position = /at position (\d{1,10})/.exec(message)?.[1];
  if (position !== undefined) return `it is not JSON from character ${Number(position) + 1} on`;
  return message.startsWith('Unexpected end') ? 'it is not JSON: it breaks off' : 'it is not JSON';
}
