// Where our own pages and messages send people.
const openedHosts = new Set(['console.groq.com', 'github.com', 'ngrok.com', 'dashboard.ngrok.com']);

/** Whether an address may be handed to the system's browser. */
export function mayOpenOutside(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, password, port } = new URL(address);
  return (
    protocol === 'https:' && openedHosts.has(hostname) && username === '' && password === '' && port === ''
  );
}
