// These never enter a log line: a log is what people hand on when they ask for help.
const privateNames = [
  'token',
  'key',
  'apiKey',
  'authorization',
  'Authorization',
  'cookie',
  'password',
  'secret',
  'text',
  'title',
  'raw',
];

/** The private fields at the top of a logged object and up to three levels below it, in pino's path notation. */
export const privatePaths: string[] = privateNames.flatMap((name) => [
  name,
  `*.${name}`,
  `*.*.${name}`,
  `*.*.*.${name}`,
]);

// A query or the part before "@" is where addresses carry credentials; what is left says which host was meant.
// A backslash ends an address, so that no escape of the line's JSON is cut in two. Each address is looked at once, as a
// whole and whatever its length: what is repeated in it costs no more than its letters.
const address = /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"\\]+/gi;

/** Takes user names, passwords and queries out of every address on a log line. */
export function withoutUrlSecrets(line: string): string {
  return line.replace(address, (found) => {
    const begin = found.indexOf('://') + 3;
    const place = found.slice(Math.max(begin, found.lastIndexOf('@') + 1));
    const end = place.search(/[?#]/);
    const shown = end === -1 || end === place.length - 1 ? place : `${place.slice(0, end)}?[private]`;
    return found.slice(0, begin) + shown;
  });
}
