/** Trades the token in a UI server's printed address for the cookie to send from then on. */
export async function logIn(url: string): Promise<string> {
  const { origin, hash } = new URL(url);
  const response = await fetch(`${origin}/login`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify({ token: hash.replace('#token=', '') }),
  });
  const cookie = response.headers.get('set-cookie');
  if (cookie === null) throw new Error(`Logging in was answered with ${response.status}.`);
  return cookie.split(';')[0] ?? '';
}
