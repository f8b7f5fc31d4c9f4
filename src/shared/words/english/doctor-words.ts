/** What this machine lacks, and what to do about it. */
export const doctorWords = {
  'doctor.old-node': 'Install Node 24; 22.14 is the oldest that works.',
  'doctor.home': 'Use a data folder that you may write to.',
  'doctor.disk': 'Free some space, or delete old sessions.',
  'doctor.no-disk': 'Check that the data folder is on a mounted disk.',
  'doctor.desktop-sound': 'Record from the desktop app; here, only files can be recorded.',
  'doctor.no-recorder': 'Install pulseaudio-utils (or pipewire-bin).',
  'doctor.no-electron': 'Nothing to do: without it the app runs headless, with its page in a browser.',
  'doctor.no-groq-key': 'Only direct transcription by Groq needs it: enter it, or set GROQ_API_KEY.',
} as const;
