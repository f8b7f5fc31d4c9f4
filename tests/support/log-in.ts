export type Credentials = {
  /** The header to send. */
  cookie: string;
  /** Where a socket is opened: with the key. */
  bridgePath: string;
};

const entered = new Map<string, Promise<Credentials>>();

/** Trades the token in a UI server's printed address for what to get in by from then on. A token works once. */
export function logIn(url: string): Promise<Credentials> {
  const credentials = entered.get(url) ?? trade(url);
  entered.set(url, credentials);
  return credentials;
}

async function trade(url: string): Promise<Credentials> {
  const { origin, hash } = new URL(url);
  const response = await fetch(`${origin}/login`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify({ token: hash.replace('#token=', '') }),
  });
  const cookie = response.headers.get('set-cookie');
  if (cookie === null) throw new Error(`Logging in was answered with ${response.status}.`);
  const { key } = (await response.json()) as { key: string };
  return { cookie: cookie.split(';')[0] ?? '', bridgePath: `/bridge?key=${key}` };
}
