import type { z } from 'zod';
import { outsideText } from '../../network/network.ts';
import { asTold, sentence, type Sentence } from '../../../../shared/words/all-words.ts';

type Issue = z.core.$ZodIssue;

/** What is wrong first, in a sentence, and where in the value. */
export function problemOf(issues: readonly Issue[]): { path: (string | number)[]; words: Sentence } {
  const [issue] = issues;
  if (issue === undefined) return { path: [], words: sentence('scenario.file.wrong') };
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
  if (issue.code === 'invalid_union') {
    const best = closest(issue.errors);
    if (best !== null) {
      const inner = problemOf(best);
      return { path: [...path, ...inner.path], words: inner.words };
    }
  }
  const field = path.length === 0 ? sentence('scenario.file.it') : asTold(`"${outsideText(path.join('.'))}"`);
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.map((key) => `"${outsideText(key)}"`).join(', ');
    return {
      path,
      words: sentence('scenario.file.unknown-keys', {
        field: path.length === 0 ? sentence('scenario.file.this') : field,
        keys,
      }),
    };
  }
  if (issue.code === 'custom')
    return { path, words: sentence('scenario.file.field', { field, what: issue.message }) };
  if (issue.code === 'invalid_format') {
    const words = issue.message.startsWith('is ')
      ? sentence('scenario.file.field', { field, what: issue.message })
      : sentence('scenario.file.not-format', { field, format: issue.format });
    return { path, words };
  }
  const what = issue.message.replace(/^Invalid input: /, '').replace(/\.$/, '');
  return { path, words: sentence('scenario.file.problem', { field, what }) };
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
