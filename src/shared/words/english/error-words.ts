/** Failures that are told in more than one place. */
export const errorWords = {
  'error.no-session': ({ sessionId }: { sessionId: string }) => `There is no session "${sessionId}".`,
  'error.no-verification': ({ name }: { name: string }) => `There is no verification run "${name}".`,
  'error.no-model': ({ name, known }: { name: string; known: string }) =>
    `There is no model "${name}". Known: ${known}.`,
  'error.no-engine': ({ name, known }: { name: string; known: string }) =>
    `There is no speech engine "${name}". Known: ${known}.`,
} as const;
