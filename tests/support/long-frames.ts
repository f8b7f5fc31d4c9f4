/** What a peer can fill a frame with, by name: `length` characters of it, or nearly so. */
export const longContents: readonly [name: string, make: (length: number) => string][] = [
  ['letters alone', (length) => 'A'.repeat(length)],
  ['letters as words', (length) => result('A'.repeat(length))],
  ['letters as audio', (length) => `{"type":"AUDIO_CHUNK","data":"${'A'.repeat(length)}"}`],
  ['escaped slashes as audio', (length) => `{"type":"AUDIO_CHUNK","data":"${'\\/'.repeat(length / 2)}"}`],
  ['quotation marks as audio', (length) => `{"type":"AUDIO_CHUNK","data":"${'\\"'.repeat(length / 2)}"}`],
  ['a type', (length) => `{"type":"${'T'.repeat(length)}"}`],
  ['an id', (length) => `{"type":"X","chunkId":"${'T'.repeat(length)}","data":{}}`],
  ['digits', (length) => `{"type":"X","data":{"n":${'1'.repeat(length)}}}`],
  ['open brackets', (length) => '['.repeat(length)],
  ['closed brackets', (length) => `{"type":"X","data":${'['.repeat(length / 2)}${']'.repeat(length / 2)}}`],
  ['nested objects', (length) => `{"type":"X","data":${'{"a":'.repeat(length / 5)}`],
  ['empty lists', (length) => `{"type":"X","data":[${'[],'.repeat(length / 3)}1]}`],
  ['empty objects', (length) => `{"type":"X","data":[${'{},'.repeat(length / 3)}1]}`],
  ['numbers', (length) => `{"type":"X","data":[${'1,'.repeat(length / 2)}1]}`],
  ['keys', (length) => `{"type":"X","data":{${keys(length / 12)}}}`],
  ['backslashes', (length) => result('\\\\'.repeat(length / 2))],
  ['quotation marks', (length) => result('\\"'.repeat(length / 2))],
  ['half characters', (length) => result('\\ud800'.repeat(length / 6))],
  ['emoji', (length) => result('😀'.repeat(length / 4))],
  ['base64 that is just too short', (length) => result(`${'A'.repeat(255)} `.repeat(length / 256))],
  ['base64 that is just long enough', (length) => result(`${'A'.repeat(256)} `.repeat(length / 257))],
  ['spaces', (length) => ' '.repeat(length)],
  ['zeros', (length) => '\0'.repeat(length)],
  ['addresses', (length) => result('ab://'.repeat(length / 5))],
];

function result(text: string): string {
  return `{"type":"TRANSCRIPTION_RESULT","data":{"text":"${text}","confidence":1,"timestamp":1}}`;
}

function keys(count: number): string {
  return Array.from({ length: Math.floor(count) }, (_, index) => `"${index}":1`).join(',');
}
