import { isSharedName, judgeRun, type Replacement } from './runs.ts';
import { isSensitiveName } from './secret-shapes.ts';
import type { Tokens } from './tokens.ts';

/**
 * Goes once over a text, run by run, and replaces what looks private. Nothing in it steps back, so the time it takes
 * grows with the length of the text and with nothing else.
 */
export type Scanner = {
  /** `goesOn`: the text is a piece of a longer one. */
  scan(text: string, goesOn?: boolean): string;
};

type Seen = { kind: 'plain' } | { kind: 'name' } | { kind: 'scheme' } | { kind: 'homes' } | Replaced;
type Replaced = { kind: 'replaced'; with: Replacement };
type Before = { kind: Seen['kind']; isOption: boolean; endsWithColon: boolean; end: number };

const delimiters = new Uint8Array(128);
for (const sign of ' \t\n\r\v\f\0"\'`,;()[]{}<>|\\=&?#*!$^') delimiters[sign.charCodeAt(0)] = 1;
// What may stand in an address: all but blanks, quotes and what ends one in JSON or HTML.
const urlEnds = new Uint8Array(128);
for (const sign of ' \t\n\r\v\f\0"`<\\') urlEnds[sign.charCodeAt(0)] = 1;

const shortestJudged = 5;
const mostRemembered = 20_000;
const longestRemembered = 64;
const longestSeparator = 12;
const longestValue = 4_096;
const longestKeyFile = 65_536;

export function createScanner(tokens: Tokens, count: (rule: string) => void): Scanner {
  const remembered = new Map<string, Seen>();
  const plainRuns = createPlainRuns();
  let keyFileLeft = 0;

  function look(run: string): Seen {
    const known = remembered.get(run);
    if (known !== undefined) return known;
    const seen = judge(run);
    if (run.length <= longestRemembered) {
      if (remembered.size >= mostRemembered) remembered.clear();
      remembered.set(run, seen);
    }
    return seen;
  }

  function judge(run: string): Seen {
    if (isSensitiveName(run)) return { kind: 'name' };
    if (authSchemes.has(run.toLowerCase())) return { kind: 'scheme' };
    if (homes.has(run.toLowerCase())) return { kind: 'homes' };
    if (run.length < shortestJudged) return plain;
    const colon = run.indexOf(':');
    if (
      colon > 2 &&
      colon < run.length - 1 &&
      !run.startsWith('://', colon) &&
      isSensitiveName(run.slice(0, colon))
    ) {
      const value = run.slice(colon + 1);
      return {
        kind: 'replaced',
        with: { rule: 'secret-by-name', text: `${run.slice(0, colon)}:${tokens.of('secret', value)}` },
      };
    }
    const replacement = judgeRun(run, tokens);
    return replacement === null ? plain : { kind: 'replaced', with: replacement };
  }

  return {
    scan(text, goesOn = false) {
      const out: string[] = [];
      let kept = 0;
      let at = 0;
      let before: Before | null = null;
      const replace = (from: number, to: number, { rule, text: instead }: Replacement): void => {
        out.push(text.slice(kept, from), instead);
        kept = to;
        count(rule);
      };

      if (!goesOn) keyFileLeft = 0;
      if (keyFileLeft > 0) {
        const end = endOfKeyFile(text, 0);
        const to = Math.min(end ?? text.length, keyFileLeft);
        keyFileLeft = end === null ? Math.max(0, keyFileLeft - text.length) : 0;
        kept = to;
        at = to;
      }
      while (at < text.length) {
        if (isIn(delimiters, text.charCodeAt(at))) {
          at += 1;
          continue;
        }
        // In JSON without blanks a value follows its colon at once; two colons may begin an address.
        if (text.charCodeAt(at) === colonCode && text.charCodeAt(at + 1) !== colonCode) {
          at += 1;
          continue;
        }
        const from = at;
        let isFigure = true;
        let hash = 0;
        let hasColon = false;
        for (; at < text.length; at += 1) {
          const code = text.charCodeAt(at);
          if (isIn(delimiters, code)) break;
          isFigure &&= (code >= 48 && code <= 57) || code === 46;
          hasColon ||= code === colonCode;
          hash = (Math.imul(hash, 31) + code) | 0;
        }
        if (before !== null && before.kind !== 'plain' && text[from] !== ':') {
          const to = valueEnd(text, before, from);
          if (to !== null) {
            const value = text.slice(from, to);
            const quote = /(\\*")\s*:\s*$/.exec(text.slice(before.end, from))?.[1] ?? '';
            replace(from, to, valueReplacement(before, value, quote));
            at = to;
            before = null;
            continue;
          }
        }
        if (at - from < 3) {
          // A colon belongs to what stands between a name and its value.
          if (text[from] !== ':') before = null;
          continue;
        }
        // Most of what there is: a time, a size, a count. An address has more points.
        if (isFigure && isPlainFigure(text, from, at)) {
          before = null;
          continue;
        }
        // The same few hundred keys and values are nearly all there is.
        if (plainRuns.has(hash, text, from, at) || isMoment(text, from, at)) {
          before = null;
          continue;
        }
        let run = text.slice(from, trimmedEnd(text, from, at));
        if (hasColon && run.includes('://')) {
          while (at < text.length && !isIn(urlEnds, text.charCodeAt(at))) at += 1;
          run = text.slice(from, trimmedEnd(text, from, at));
        }
        if (run === '-----BEGIN') {
          const end = endOfKeyFile(text, at);
          keyFileLeft = end === null ? Math.max(0, longestKeyFile - (text.length - from)) : 0;
          at = end ?? text.length;
          replace(from, at, { rule: 'key-file', text: '<key-file>' });
          before = null;
          continue;
        }
        const seen = look(run);
        if (seen.kind === 'replaced') {
          replace(from, from + run.length, seen.with);
          before = null;
        } else if (seen.kind === 'plain') {
          if (from + run.length === at) plainRuns.add(hash, run);
          before = null;
        } else {
          before = {
            kind: seen.kind,
            isOption: run.startsWith('--'),
            endsWithColon: text[from + run.length] === ':',
            end: from + run.length,
          };
        }
      }
      if (kept === 0 && out.length === 0) return text;
      out.push(text.slice(kept));
      return out.join('');
    },
  };

  /** `quote` stands around it where it was a number or the like in JSON, and has to be a text there now. */
  function valueReplacement(before: Before, value: string, quote: string): Replacement {
    if (before.kind === 'homes') {
      const isOnesOwn = !isSharedName(value);
      return { rule: 'user-name', text: isOnesOwn ? tokens.of('user', value) : value };
    }
    const rule = before.kind === 'scheme' ? 'authorization' : 'secret-by-name';
    return { rule, text: `${quote}${tokens.of('secret', value)}${quote}` };
  }
}

/**
 * Runs that were judged to be nobody's business, by a hash that is worked out while they are gone over: to find one again
 * costs neither a copy nor another look at it. One that falls on another's place takes it.
 */
function createPlainRuns(): {
  has(hash: number, text: string, from: number, to: number): boolean;
  add(hash: number, run: string): void;
} {
  // Not as strings: a piece of a text keeps the whole of it in memory.
  const lengths = new Uint8Array(plainPlaces);
  const codes = new Uint16Array(plainPlaces * longestRemembered);
  return {
    has(hash, text, from, to) {
      const place = hash & (plainPlaces - 1);
      if (lengths[place] !== to - from) return false;
      const first = place * longestRemembered - from;
      for (let i = from; i < to; i += 1) if (codes[first + i] !== text.charCodeAt(i)) return false;
      return true;
    },
    add(hash, run) {
      if (run.length > longestRemembered) return;
      const place = hash & (plainPlaces - 1);
      lengths[place] = run.length;
      for (let i = 0; i < run.length; i += 1) codes[place * longestRemembered + i] = run.charCodeAt(i);
    },
  };
}

// A power of two.
const plainPlaces = 8_192;
const colonCode = 58;
const plain: Seen = { kind: 'plain' };
const authSchemes = new Set(['bearer', 'basic', 'digest', 'negotiate', 'ntlm']);
const homes = new Set(['users', 'home']);

function isIn(set: Uint8Array, code: number): boolean {
  return code < 128 && set[code] === 1;
}

const moment = '0000-00-00T00:00:00.000Z';

/** A time as "toISOString" writes it, which no two lines share. */
function isMoment(text: string, from: number, to: number): boolean {
  if (to - from !== moment.length || text.charCodeAt(to - 1) !== 90) return false;
  for (let i = 0; i < moment.length; i += 1) {
    const code = text.charCodeAt(from + i);
    const isDigit = code >= 48 && code <= 57;
    if (moment.charCodeAt(i) === 48 ? !isDigit : code !== moment.charCodeAt(i)) return false;
  }
  return true;
}

/** At most one point, and no more digits than a time in ms has before it. */
function isPlainFigure(text: string, from: number, to: number): boolean {
  let point = -1;
  for (let at = from; at < to; at += 1) {
    if (text.charCodeAt(at) !== 46) continue;
    if (point !== -1) return false;
    point = at;
  }
  const digits = (point === -1 ? to : point) - from;
  return digits <= 13 && to - from - digits <= 18;
}

/** Without the full stop or colon behind it. */
function trimmedEnd(text: string, from: number, to: number): number {
  let end = to;
  while (end > from + 1 && '.,:;!?)'.includes(text[end - 1] ?? '')) end -= 1;
  return end;
}

/** Where the value ends that begins at `from`, if what stands before says that it is one; `null` otherwise. */
function valueEnd(text: string, before: Before, from: number): number | null {
  const gap = text.slice(before.end, from);
  if (gap.length > longestSeparator) return null;
  if (before.kind === 'homes') return /^\\{1,4}$/.test(gap) ? wordEnd(text, from, '\\/:"\'<>|') : null;
  if (before.kind === 'scheme') {
    if (!/^ {1,2}$/.test(gap)) return null;
    const end = wordEnd(text, from, ' "\'\\,;<>');
    return looksLikeCredential(text.slice(from, end)) ? end : null;
  }
  const isNamed = before.endsWithColon || (before.isOption && /^[ =]/.test(gap)) || /[:=]/.test(gap);
  if (!isNamed || !/^[\s"'\\:=]*$/.test(gap)) return null;
  const value = text.slice(from, from + 9);
  if (/^(?:null|true|false|undefined)\b/.test(value)) return null;
  const quote = /(\\{0,3}["'])$/.exec(gap)?.[1];
  if (quote === undefined) {
    // "Cookie: a=b; c=d" and "Authorization: Bearer x" go on to the end of their line.
    return gap.startsWith(': ')
      ? wordEnd(text, from, '\n\r"\'\\<')
      : wordEnd(text, from, ' \t\n\r,;&"\'<>)}]\\');
  }
  const end = text.slice(from, from + longestValue).indexOf(quote);
  return end === -1 ? wordEnd(text, from, '\n\r<') : from + end;
}

function wordEnd(text: string, from: number, ends: string): number {
  let end = from;
  while (end < text.length && end - from < longestValue && !ends.includes(text[end] ?? '')) end += 1;
  return end;
}

function looksLikeCredential(value: string): boolean {
  return value.length >= 6 && (/[\d=+/_.]/.test(value) || /[a-z][A-Z]/.test(value) || value.length >= 20);
}

/** Behind the dashes that end a key file; `null` when it does not end here. */
function endOfKeyFile(text: string, from: number): number | null {
  const end = text.indexOf('-----END', from);
  if (end === -1) return null;
  const dashes = text.indexOf('-----', end + 8);
  return dashes === -1 ? text.length : dashes + 5;
}
