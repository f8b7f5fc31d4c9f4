/** Texts on which an expression that steps back takes forever, of about so many characters. */
export function hostileTexts(length: number): [string, string][] {
  const parts = [
    'a://',
    'ws://a:b@',
    'ws://a?b#',
    'a.',
    'a@',
    'a:',
    '\\',
    '\\"',
    '"',
    ' ',
    '\t:',
    '=',
    'key=',
    '"key": "',
    'Bearer ',
    'gsk_',
    '0',
    '1.',
    '1:',
    'f:',
    '%2',
    '%41',
    'A',
    'aA1',
    '-----BEGIN ',
    '[',
    '{"a":',
    '\u001b[',
    '\n',
    'é',
    '\ud800',
  ];
  const repeated = parts.map((part): [string, string] => [
    JSON.stringify(part),
    part.repeat(Math.ceil(length / part.length)),
  ]);
  // Nearly what is looked for: everything but its end.
  const unfinished = ['ws://user:', 'key="', 'https://h/?token=', 'Authorization: Basic '].map(
    (start): [string, string] => [`${start}…`, start + 'a'.repeat(length)],
  );
  return [...repeated, ...unfinished];
}
