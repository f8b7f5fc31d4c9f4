/** The words of the choice of devices, a part of the catalogue in text.ts. */
export const soundText = {
  devices: {
    labels: { system: 'Output that is recorded', microphone: 'Microphone' },
    follow: (usual: string | null) => (usual === null ? 'System default' : `System default (${usual})`),
    gone: (name: string) => `${name} (not connected)`,
    goneHint: "Not connected: the system's default is recorded until it is back.",
    none: 'None to choose',
    onlyDefault: "The system's default is recorded here. Choose it in the sound settings.",
    listen: 'Listen',
    stopListening: 'Stop listening',
  },
} as const;
