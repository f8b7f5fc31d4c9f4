/** Takes the token out of the address, so that neither history nor a screenshot keeps it. */
export function takeToken(page: Pick<Window, 'location' | 'history'>): string | null {
  const token = new URLSearchParams(page.location.hash.slice(1)).get('token');
  if (token !== null) page.history.replaceState(null, '', page.location.pathname);
  return token;
}

export type LogIn = 'granted' | 'refused' | 'away';

/**
 * Where the page keeps its key: by origin, which unlike a cookie knows the port. A browser that keeps nothing asks for a
 * new address after each reload.
 */
export type KeyStore = Pick<Storage, 'getItem' | 'setItem'>;

const keyName = 'scrumbot-key';

export function storedKey(store: KeyStore): string | null {
  try {
    return store.getItem(keyName);
  } catch {
    return null;
  }
}

/** Trades the token for a cookie that scripts cannot read, and a key that is kept for this page alone. */
export async function logIn(token: string, store: KeyStore): Promise<LogIn> {
  try {
    const response = await fetch('/login', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    // A token works once: whoever opens an old address again has a key already.
    if (!response.ok) return storedKey(store) === null ? 'refused' : 'granted';
    const { key } = (await response.json()) as { key: string };
    store.setItem(keyName, key);
    return 'granted';
  } catch {
    // fetch rejects for one reason only here: no answer.
    return 'away';
  }
}

// A question that is lost on its way must not be the last one.
const usualMs = 10_000;

/** Whether the page's server is there, whoever asks. */
export async function isServerUp(withinMs = usualMs): Promise<boolean> {
  try {
    return (await fetch('/health', { cache: 'no-store', signal: AbortSignal.timeout(withinMs) })).ok;
  } catch {
    return false;
  }
}
