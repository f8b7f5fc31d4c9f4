/** Failures that are told in more than one place. */
export const errorWords = {
  'error.no-session': ({ sessionId }: { sessionId: string }) => `There is no session "${sessionId}".`,
  'error.no-verification': ({ name }: { name: string }) => `No verification run is called "${name}".`,
  'error.no-model': ({ name, known }: { name: string; known: string }) =>
    `No model is called "${name}". Known: ${known}.`,
  'error.no-engine': ({ name, known }: { name: string; known: string }) =>
    `No speech engine is called "${name}". Known: ${known}.`,
} as const;
