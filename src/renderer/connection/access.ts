/** Takes the token out of the address, so that neither history nor a screenshot keeps it. */
export function takeToken(page: Pick<Window, 'location' | 'history'>): string | null {
  const token = new URLSearchParams(page.location.hash.slice(1)).get('token');
  if (token !== null) page.history.replaceState(null, '', page.location.pathname);
  return token;
}

export type LogIn = 'granted' | 'refused' | 'away';

/** Trades the token for a cookie that scripts cannot read. */
export async function logIn(token: string): Promise<LogIn> {
  try {
    const { ok } = await fetch('/login', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    return ok ? 'granted' : 'refused';
  } catch {
    // fetch rejects for one reason only here: no answer.
    return 'away';
  }
}

/** Whether the page's server is there, whoever asks. */
export async function isServerUp(): Promise<boolean> {
  try {
    return (await fetch('/health', { cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}
