/** Failures that are told in more than one place. */
export const errorWords = {
  'error.no-session': ({ sessionId }: { sessionId: string }) => `There is no session "${sessionId}".`,
  'error.no-verification': ({ name }: { name: string }) => `No verification run is called "${name}".`,
  'error.no-model': ({ name, known }: { name: string; known: string }) =>
    `No model is called "${name}". Known: ${known}.`,
  'error.no-engine': ({ name, known }: { name: string; known: string }) =>
    `No speech engine is called "${name}". Known: ${known}.`,
  'error.no-reply': ({ command }: { command: string }) =>
    `The app did not answer "${command}": the connection is closed, or it took too long. Try again when the app is back.`,
  'error.no-target': (p: { name: string; known: string; meant: string }) =>
    `No target is called "${p.name}". Known: ${p.known}; or give a ws:// or wss:// URL${p.meant === '' ? '' : `, perhaps ${p.meant}`}.`,
  'error.target-not-usable': (p: { name: string; problem: string; meant: string }) =>
    `"${p.name}" ${p.problem}${p.meant === '' ? '' : ` Did you mean ${p.meant}?`}`,
  'error.target-not-encrypted': ({ name }: { name: string }) =>
    `The target ${name} is not encrypted. Use wss:// for other machines; ws:// is for this machine only.`,
} as const;
