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
// A backslash ends both, so that no escape of the line's JSON is cut in two.
const urlUserInfo = /\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s"\\]{1,500}@/gi;
const urlQuery = /\b([a-z][a-z0-9+.-]{1,20}:\/\/[^\s"\\?#]{1,2000})[?#][^\s"\\]{1,4000}/gi;

/** Takes user names, passwords and queries out of every address on a log line. */
export function withoutUrlSecrets(line: string): string {
  return line.replace(urlUserInfo, '$1').replace(urlQuery, '$1?[private]');
}
