import type { z } from 'zod';
import { outsideText } from '../../network/network.ts';
import { asTold, sentence, type Sentence } from '../../../../shared/words/all-words.ts';

type Issue = z.core.$ZodIssue;

type Path = (string | number)[];

/** What is wrong first, in a sentence, and where in the value. `outer` is where the value itself stands. */
export function problemOf(issues: readonly Issue[], outer: Path = []): { path: Path; words: Sentence } {
  const [issue] = issues;
  if (issue === undefined) return { path: [], words: sentence('scenario.file.wrong') };
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
  if (issue.code === 'invalid_union') {
    const best = closest(issue.errors);
    if (best !== null) {
      const inner = problemOf(best, [...outer, ...path]);
      return { path: [...path, ...inner.path], words: inner.words };
    }
  }
  return { path, words: wordsOf(issue, [...outer, ...path]) };
}

function wordsOf(issue: Issue, place: Path): Sentence {
  const field =
    place.length === 0 ? sentence('scenario.file.it') : asTold(`"${outsideText(place.join('.'))}"`);
  switch (issue.code) {
    case 'unrecognized_keys': {
      const keys = issue.keys.map((key) => `"${outsideText(key)}"`).join(', ');
      const whose = place.length === 0 ? sentence('scenario.file.this') : field;
      return sentence('scenario.file.unknown-keys', { field: whose, keys });
    }
    case 'custom':
      return sentence('scenario.file.field', { field, what: issue.message });
    case 'invalid_format':
      return issue.message.startsWith('is ')
        ? sentence('scenario.file.field', { field, what: issue.message })
        : sentence('scenario.file.not-format', { field, format: issue.format });
    case 'invalid_type': {
      const received = /received (\w+)$/.exec(issue.message)?.[1] ?? '';
      return received === 'undefined'
        ? sentence('scenario.file.missing', { field })
        : sentence('scenario.file.not-a', { field, wanted: issue.expected, is: received });
    }
    case 'too_small':
      return sentence('scenario.file.least', { field, of: issue.origin, least: Number(issue.minimum) });
    case 'too_big':
      return sentence('scenario.file.most', { field, of: issue.origin, most: Number(issue.maximum) });
    case 'invalid_union':
    case 'invalid_value':
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of': {
      const what = issue.message.replace(/^Invalid (?:input|option): /, '').replace(/\.$/, '');
      return sentence('scenario.file.problem', { field, what });
    }
    default:
      return issue satisfies never;
  }
}

/** Of what may stand in a place, the kind that was most likely meant: the one that got furthest, then the least wrong. */
function closest(kinds: readonly (readonly Issue[])[]): readonly Issue[] | null {
  const depth = (issues: readonly Issue[]): number => Math.max(...issues.map(({ path }) => path.length));
  const wrongKind = (issues: readonly Issue[]): boolean =>
    issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0);
  const given = kinds.filter((issues) => issues.length > 0);
  const objects = given.filter((issues) => !wrongKind(issues));
  return (
    (objects.length > 0 ? objects : given).toSorted(
      (a, b) => depth(b) - depth(a) || unknownKeys(a) - unknownKeys(b),
    )[0] ?? null
  );
}

const unknownKeys = (issues: readonly Issue[]): number =>
  issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 0), 0);
