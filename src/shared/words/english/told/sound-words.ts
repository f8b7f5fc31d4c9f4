type Source = { source: string };

const track = ({ source }: Source): string => (source === 'system' ? 'system audio' : `the ${source}`);

/** What a check of the sound found. */
export const soundWords = {
  'sound.needs-restart': (p: Source) =>
    `The system allows ${track(p)} now, but refused it when this app started.`,
  'sound.needs-restart.next': 'Quit the app and start it again.',
  'sound.denied': (p: Source & { why: string }) => `ScrumBot may not record ${track(p)}: ${p.why}`,
  'sound.denied.next': 'Allow ScrumBot in the privacy settings, then check again.',
  'sound.failed': (p: Source) => `ScrumBot can't capture ${track(p)}.`,
  'sound.nothing': ({ device }: { device: string }) => `${device} was opened, but delivers nothing.`,
  'sound.nothing.next': 'Choose another device in the sound settings, or plug this one in again.',
  'sound.zeros': ({ device }: { device: string }) => `${device} delivers only digital silence.`,
  'sound.zeros.microphone.next': 'Check that it is not muted, say something, and check again.',
  'sound.zeros.mac.next':
    'Play something and check again. If it stays silent, macOS does not allow it: allow ScrumBot under “Screen & System Audio Recording”, then restart the app.',
  'sound.zeros.next': 'Play something on the default output and check again.',
  'sound.arrives': ({ device }: { device: string }) => `Sound arrives from ${device}.`,
} as const;
