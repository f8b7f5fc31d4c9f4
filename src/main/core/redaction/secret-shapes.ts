/** The beginnings by which services mark their keys; what follows is letters, digits and signs. */
const prefixes = [
  'gsk_',
  'sk-',
  'sk_',
  'pk_',
  'rk_',
  'whsec_',
  'ghp_',
  'gho_',
  'ghu_',
  'ghs_',
  'ghr_',
  'github_pat_',
  'glpat-',
  'xox',
  'xapp-',
  'AKIA',
  'ASIA',
  'AIza',
  'ya29.',
  'npm_',
  'pypi-',
  'hf_',
  'SG.',
  'key-',
  'dop_v1_',
  'shpat_',
  'ngrok_',
  'cr_',
  'ak_',
  'eyJ',
  'AGE-SECRET-KEY-',
  'ssh-rsa',
  'AAAAB3NzaC1',
  'AAAAC3NzaC1',
];
const shortestKey = 12;

export function hasKeyPrefix(run: string): boolean {
  return (
    run.length >= shortestKey &&
    prefixes.some((prefix) => run.startsWith(prefix)) &&
    /\d|[A-Z]/.test(run.slice(3))
  );
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** An id as we make them: of a connection, or of a session by its time. */
export function isOwnId(run: string): boolean {
  return (run.length === 36 && uuid.test(run)) || (run.length === 24 && sessionId.test(run));
}

const sessionId = /^\d{8}-\d{6}-[0-9a-f]{8}$/;

export function isTime(run: string): boolean {
  return /^\d{4}-\d{2}-\d{2}(?:T[\d:.-]{4,18}(?:Z|\+\d\d:?\d\d)?)?$/.test(run);
}

const shortestRandom = 16;
const shortestHex = 24;
const shortestLongData = 180;

/** What looks drawn by lot: keys, tokens, hashes, base64. Words, names of files, versions and ids of ours do not. */
export function isRandom(run: string): boolean {
  if (run.length < shortestRandom || isOwnId(run) || isTime(run)) return false;
  if (run.length >= shortestHex && /^[0-9a-f]+$/i.test(run) && /\d/.test(run)) return true;
  return run.split(/[^A-Za-z0-9+/_-]/).some(isRandomPiece);
}

function isRandomPiece(piece: string): boolean {
  if (piece.length < shortestRandom) return false;
  if (piece.length >= shortestLongData && !/[/_-].{0,20}[/_-]/.test(piece.slice(0, 60))) return true;
  let switches = 0;
  let digits = 0;
  let letters = 0;
  let before = 0;
  for (let i = 0; i < piece.length; i += 1) {
    const kind = kindOf(piece.charCodeAt(i));
    if (kind === digit) digits += 1;
    if (kind === lower || kind === upper) letters += 1;
    // A capital that begins a word is how names are written.
    if (before !== 0 && kind !== 0 && kind !== before && !(before === upper && kind === lower)) switches += 1;
    before = kind;
  }
  if (letters === 0) return false;
  return switches >= Math.max(3, piece.length / 8) && (digits >= 2 || switches >= piece.length / 4);
}

const digit = 1;
const lower = 2;
const upper = 3;

function kindOf(code: number): number {
  if (code >= 48 && code <= 57) return digit;
  if (code >= 97 && code <= 122) return lower;
  if (code >= 65 && code <= 90) return upper;
  return 0;
}

/** Whether a name says that its value is nobody's business: `apiKey`, `X-Auth-Token`, `DB_PASSWORD`, `--secret`. */
export function isSensitiveName(name: string): boolean {
  if (name.length < 3 || name.length > 80) return false;
  const plain = name.toLowerCase().replace(/[^a-z]/g, '');
  return sensitiveEnds.some((end) => plain.endsWith(end)) || sensitiveNames.has(plain);
}

const sensitiveEnds = [
  'password',
  'passwd',
  'passphrase',
  'secret',
  'token',
  'apikey',
  'accesskey',
  'secretkey',
  'privatekey',
  'authkey',
  'licensekey',
  'authorization',
  'cookie',
  'credential',
  'credentials',
  'signature',
  'sessionkey',
  'connectionstring',
];
const sensitiveNames = new Set([
  'key',
  'pwd',
  'pass',
  'auth',
  'pin',
  'otp',
  'jwt',
  'xapikey',
  'sig',
  'dsn',
  'pw',
]);
