/** By the names that fields, headers, parameters and variables have when they hold a secret. */
const secretName = /key|token|secret|passw|passphrase|pwd|credential|auth|cookie|jwt|signature|\bsig\b|code/i;
// What requests carry beside credentials; such a value says nothing that is to be hidden.
const plainHeaders = new Set([
  'accept',
  'accept-language',
  'content-type',
  'host',
  'ngrok-skip-browser-warning',
  'origin',
  'referer',
  'user-agent',
]);
const longestAddress = 8_000;
// A value of so many letters and digits in a row is one for machines, whatever it is called.
const looksRandom = /^(?=.*\d)(?=.*[a-z])[\w.~+/=-]{16,}$/i;

/** What is secret in an address, or in what somebody meant as one: the login, and values of its query. */
export function secretsOfAddress(text: string): string[] {
  const [scheme = ''] = /^[a-z][a-z\d+.-]{0,20}:\/\//i.exec(text) ?? [];
  const [place = ''] = text.slice(scheme.length, longestAddress).split(/\s/, 1);
  const login = loginOf(place);
  const isAddress = scheme !== '' || login?.includes(':') === true;
  const at = place.indexOf('?', login?.length ?? 0);
  // Without a scheme it is an address if there is a place before the query, and no blank around.
  const hasQuery = at > 0 && (isAddress || place.length === text.length);
  const query = hasQuery ? (place.slice(at + 1).split('#', 1)[0] ?? '') : '';
  return [...(isAddress && login !== null ? secretsOfLogin(login) : []), ...secretsOfQuery(query)];
}

/** A password that was not encoded may hold what ends a host: then what follows the first `@` is none. */
function loginOf(place: string): string | null {
  const end = /[/?#]/.exec(place)?.index ?? place.length;
  const inside = place.lastIndexOf('@', end);
  const last = place.lastIndexOf('@');
  if (inside > 0)
    return place.slice(
      0,
      isHost.test(place.slice(inside + 1)) || !place.slice(0, inside).includes(':') ? inside : last,
    );
  return last > 0 && /^[^/?#:[\]]+:(?!\d{1,5}(?:[/?#]|$))/.test(place) ? place.slice(0, last) : null;
}

const isHost = /^(localhost|\[[\da-f:]+\]|[^/?#:@]+\.[^/?#:@]+)(:\d+)?([/?#]|$)/i;

/** Of `user:password` the password, and both together; of a name alone that, as a token is given in its place. */
export function secretsOfLogin(login: string): string[] {
  const plain = decoded(login);
  const at = plain.indexOf(':');
  if (at === -1) return looksRandom.test(plain) ? [login, plain] : [];
  return [login, plain, plain.slice(at + 1), login.slice(login.indexOf(':') + 1)];
}

export function secretsOfQuery(query: string): string[] {
  return query.split('&').flatMap((part) => {
    const at = part.indexOf('=');
    if (at === -1) return looksRandom.test(part) ? [part] : [];
    const [name, value] = [part.slice(0, at), part.slice(at + 1)];
    return secretName.test(name) || looksRandom.test(value) ? [value, decoded(value)] : [];
  });
}

/** The value of a header, without the scheme before it; a login is read out of its base64. */
export function secretsOfHeader(name: string, value: string): string[] {
  if (plainHeaders.has(name.toLowerCase())) return [];
  const [, scheme, rest] = /^\s*(Basic|Bearer|Token|Digest|ApiKey)\s+(.+)$/is.exec(value) ?? [];
  if (scheme === undefined || rest === undefined)
    return secretName.test(name) || /^\S{8,}$/.test(value.trim()) ? [value.trim()] : [];
  const login = scheme.toLowerCase() === 'basic' ? Buffer.from(rest, 'base64').toString('utf8') : '';
  return [rest.trim(), ...(login.includes(':') ? secretsOfLogin(login) : [])];
}

/** What a command line gives away: addresses, and the options that take a credential. */
export function secretsOfArguments(words: readonly string[]): string[] {
  return words.flatMap((word, index) => {
    const [, inline, value = ''] = /^--(header|login|query|key|token|password)=(.*)$/s.exec(word) ?? [];
    const option = inline ?? /^--(header|login|query|key|token|password)$/.exec(words[index - 1] ?? '')?.[1];
    const given = inline === undefined ? word : value;
    return [
      ...secretsOfAddress(given.replace(/^--[\w-]+=/, '')),
      ...(option === undefined || /(^|\s)env:\w+$/.test(given) ? [] : secretsOfOption(option, given)),
    ];
  });
}

function secretsOfOption(option: string, value: string): string[] {
  if (option === 'login') return secretsOfLogin(value);
  if (option === 'query') return secretsOfQuery(value.replace(/^\?/, ''));
  if (option !== 'header') return [value];
  const at = value.search(/[:=\s]/);
  return at === -1 ? [] : secretsOfHeader(value.slice(0, at), value.slice(at + 1));
}

/** Keys of the environment, and logins of proxies and databases. */
export function secretsOfEnvironment(environment: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(environment).flatMap(([name, value = '']) => {
    if (/_URL$|PROXY/i.test(name)) return secretsOfAddress(value.trim());
    if (!/API_?KEY|TOKEN|SECRET|PASSW|CREDENTIAL/i.test(name)) return [];
    const isOurs = /^(GROQ_|SCRUMBOT_)/.test(name);
    return isOurs || looksRandom.test(value.trim()) ? [value.trim()] : [];
  });
}

/** What a call of the page carries: fields that are named for a secret, headers, and addresses. */
export function secretsOfInput(value: unknown, name = '', depth = 0): string[] {
  if (typeof value === 'string') {
    if (name === 'login') return secretsOfLogin(value);
    if (name === 'query') return value.includes('=') ? secretsOfQuery(value) : [];
    return /^(value|key|token|secret|password)$/.test(name) ? [value] : secretsOfAddress(value);
  }
  if (typeof value !== 'object' || value === null || depth > 4) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    name === 'headers' && typeof inner === 'string'
      ? secretsOfHeader(key, inner)
      : secretsOfInput(inner, key, depth + 1),
  );
}

/** What is kept for a target is JSON in base64 (targets/credentials.ts); anything else is a key itself. */
export function secretsOfStored(name: string, value: string): string[] {
  // Where a key belongs is none itself.
  if (name.startsWith('origin:')) return [];
  if (!name.startsWith('target:')) return [value];
  try {
    const text = Buffer.from(value, 'base64url').toString('utf8');
    return [value, ...secretsOfInput(JSON.parse(text))];
  } catch {
    return [value];
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
