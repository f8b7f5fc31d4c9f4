import { decodeFrame } from '../../../../shared/protocol/decode.ts';

/** A message of the protocol that stands in a line of text, with what stands before it. */
export type MessageInLine = { before: string; raw: string; type: string };

// Braces before a message, such as those of a logger's own fields.
const mostStarts = 4;

/** The message in a line: as JSON, as JSON that was quoted once more, or as Python shows a dict. `null` without one. */
export function messageIn(line: string): MessageInLine | null {
  const end = line.lastIndexOf('}') + 1;
  let start = line.indexOf('{');
  for (let tries = 0; start !== -1 && start < end && tries < mostStarts; tries += 1) {
    const text = line.slice(start, end);
    for (const raw of [text, unquoted(text), fromPython(text)]) {
      if (raw === null) continue;
      const frame = decodeFrame(raw);
      if (frame.ok) return { before: line.slice(0, start), raw, type: frame.message.type };
    }
    start = line.indexOf('{', start + 1);
  }
  return null;
}

/** Of `{\"type\": …}`. */
function unquoted(text: string): string | null {
  if (!/^\{\s*\\"/.test(text)) return null;
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return null;
  }
}

const pythonWords: Readonly<Partial<Record<string, string>>> = { True: 'true', False: 'false', None: 'null' };
const pythonToken = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\b(?:True|False|None)\b|\\|'/g;

/** Of `{'type': …, 'is_final': False}`. */
function fromPython(text: string): string | null {
  if (!/^\{\s*'/.test(text)) return null;
  const lone: string[] = [];
  const json = text.replace(pythonToken, (token) => {
    const word = pythonWords[token];
    if (word !== undefined) return word;
    if (token.length < 2) lone.push(token);
    return JSON.stringify(unescaped(token.slice(1, -1)));
  });
  return lone.length === 0 ? json : null;
}

const escapes: Readonly<Partial<Record<string, string>>> = { n: '\n', r: '\r', t: '\t', 0: '\0' };
const escape = /\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|u\{[0-9a-fA-F]{1,6}\}|.)/g;

/** Without the escapes of a string of Python or Rust. */
export function unescaped(text: string): string {
  return text.replace(escape, (found) => {
    const letter = found.charAt(1);
    if (found.length === 2) return escapes[letter] ?? letter;
    const point = Number.parseInt(found.replace(/^\\[xuU]\{?|\}$/g, ''), 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
  });
}
