/**
 * Every form in which a secret may stand in a text: as it is, and as base64 (wherever in a longer base64 it begins),
 * URL-encoded, JSON-escaped, in hexadecimal, as HTML, and all of that of its UTF-16 form.
 */
export function formsOf(secret: string): string[] {
  const escaped = JSON.stringify(secret).slice(1, -1);
  const utf8 = Buffer.from(secret, 'utf8');
  const utf16 = Buffer.from(secret, 'utf16le');
  const bigEndian = Buffer.from(utf16).swap16();
  const url = encodeUrl(secret);
  const forms = [
    secret,
    escaped,
    JSON.stringify(escaped).slice(1, -1),
    url,
    url.replaceAll('%20', '+'),
    encodeUrl(url),
    [...utf8].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
    unicodeEscape(secret),
    escapeHtml(secret),
    utf8.toString('hex'),
    utf16.toString('hex'),
    bigEndian.toString('hex'),
    lettersOf(secret).join('\0'),
    lettersOf(secret).join('\\u0000'),
    ...base64Forms(utf8),
    ...base64Forms(utf16),
    ...base64Forms(bigEndian),
  ];
  return [...new Set(forms)].filter((form) => form.length >= Math.min(4, secret.length));
}

/** UTF-16 units, since their bytes are what lies in a file. */
function lettersOf(text: string): string[] {
  return Array.from({ length: text.length }, (_none, i) => text.charAt(i));
}

/** As encodeURIComponent, which throws on half a character. */
function encodeUrl(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function unicodeEscape(letter: string): string {
  return Array.from(
    { length: letter.length },
    (_none, i) => `\\u${letter.charCodeAt(i).toString(16).padStart(4, '0')}`,
  ).join('');
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

// Shorter ones would be found everywhere.
const shortestBase64 = 6;

/** The letters of base64 that depend on these bytes alone, for each of the three places where they may begin. */
function base64Forms(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const from = Math.ceil((offset * 8) / 6);
    const to = Math.floor(((offset + bytes.length) * 8) / 6);
    const own = text.slice(from, to);
    if (own.length < shortestBase64) return [];
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
