import { isPlainName, type Redactor } from '../../redaction/redaction.ts';

const deepest = 4;
const mostEntries = 60;

// Names whose values are people's words, wherever they stand.
const privateNames =
  /^(?:raw|text|title|name|fullname|firstname|lastname|speaker|participants?|attendees?|subject|description|summary|transcript|transcription|content|body|payload|data|prompt|words?|quote|note|notes|comment|label|address|email|user|username|login|owner|host|hostname|url|uri|link|file|filename|folder|meetingid|meetingurl|damaged|query|question|answer|line|lines|sha256|audiosha256|hash)$/i;

/** Of any object: numbers and states as they are, sentences in plain words, and nothing else. */
export function safeFields(value: unknown, redactor: Redactor, depth = 0): unknown {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return safeFigure(value);
  if (typeof value === 'string') return redactor.sentence(value);
  if (typeof value !== 'object' || depth >= deepest) return '<left-out>';
  if (Array.isArray(value))
    return value.slice(0, mostEntries).map((each) => safeFields(each, redactor, depth + 1));
  const entries = Object.entries(value)
    .slice(0, mostEntries)
    .map(([name, inner]) => {
      const shownName = isPlainName(name) ? name : redactor.name(name);
      return [
        shownName,
        isPrivate(name, inner) ? sizeOf(inner) : safeFields(inner, redactor, depth + 1),
      ] as const;
    });
  return Object.fromEntries(entries);
}

function isPrivate(name: string, value: unknown): boolean {
  return (
    privateNames.test(name.replaceAll(/[^a-z0-9]/gi, '')) &&
    typeof value !== 'number' &&
    typeof value !== 'boolean'
  );
}

function sizeOf(value: unknown): string {
  if (typeof value === 'string') return `<text of ${value.length}>`;
  return value === null || value === undefined ? '<none>' : '<left-out>';
}

// Beyond this a number is rather an account or a telephone than a figure of ours; times in ms have 13 digits.
const largestFigure = 1e14;

function safeFigure(value: number | boolean | null): unknown {
  return typeof value === 'number' && Math.abs(value) >= largestFigure ? '<number>' : value;
}

/** The shape of a frame: its fields with their types and lengths, and of states what they say. */
export function shapeOf(value: unknown, redactor: Redactor, depth = 0): unknown {
  if (typeof value === 'string') return `text(${value.length})`;
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return safeFigure(value);
  if (typeof value !== 'object') return typeof value;
  if (Array.isArray(value))
    return depth >= 2 || value.length === 0
      ? `list(${value.length})`
      : [shapeOf(value[0], redactor, depth + 1), `of ${value.length}`];
  if (depth >= 3) return `object(${Object.keys(value).length})`;
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, mostEntries)
      .map(([name, inner]) => [
        isPlainName(name) ? name : redactor.name(name),
        shownField(name, inner, redactor, depth),
      ]),
  );
}

const states = new Set([
  'type',
  'event_type',
  'eventtype',
  'status',
  'state',
  'code',
  'level',
  'source',
  'language',
  'platform',
  'version',
  'serverversion',
  'error_code',
  'errorcode',
  'phase',
  'format',
  'encoding',
]);

function shownField(name: string, value: unknown, redactor: Redactor, depth: number): unknown {
  if (
    typeof value === 'string' &&
    states.has(name.toLowerCase()) &&
    (isPlainName(value) || /^\d{1,4}(?:\.\d{1,4}){1,3}$/.test(value))
  )
    return value;
  return shapeOf(value, redactor, depth + 1);
}

const knownId =
  /^(?:\d{8}-\d{6}-[0-9a-f]{8}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[a-z]{0,8}-?\d{1,6})$/i;

/** Ids that we make tell nothing; those that came from elsewhere may be anything. */
export function safeId(id: string | null, redactor: Redactor): string | null {
  if (id === null) return null;
  return knownId.test(id) ? id : redactor.token('id', id);
}

export function safeTarget(target: string | null, redactor: Redactor): string | null {
  if (target === null || target === 'built-in') return target;
  return redactor.token('target', target);
}
