/** What a speech engine is, or what its check showed. */
export const speechWords = {
  'engine.to-groq': ({ model }: { model: string }) => `Audio with speech in it goes to Groq (${model}).`,
  'engine.to-server': ({ host }: { host: string }) => `Audio with speech in it goes to ${host}.`,
  'engine.habits': (p: { first: string; audio: string; format: string }) =>
    `${p.first} It takes ${p.audio} and answers ${p.format}.`,
  'engine.habits-without': (p: { first: string; audio: string; format: string; without: string }) =>
    `${p.first} It takes ${p.audio} and answers ${p.format}, without ${p.without}.`,
  'engine.format-without-times': ({ format }: { format: string }) =>
    `${format} (which has no times: they are estimated)`,
  'engine.free': 'Runs on this machine, free of charge.',
  'engine.free-rough':
    'Runs on this machine, free of charge. Rough words only, and only English: Groq and Whisper models are far better.',
  'engine.runs-command': ({ program }: { program: string }) => `Runs ${program} on this machine.`,
  'engine.own-program': 'Your own program',
  'engine.whisper-title': 'Whisper on this machine',
  'engine.own-title': 'A program of your own',
  'engine.not-found': ({ program, install }: { program: string; install: string }) =>
    `${program} was not found in PATH. ${install}`,
  'engine.install-whisper-cpp':
    'Install whisper.cpp (its program is whisper-cli), and download a model for it.',
  'engine.install-pocketsphinx': 'Install the packages pocketsphinx and pocketsphinx-en-us (Debian, Ubuntu).',
  'engine.bad-model-setting': ({ model }: { model: string }) =>
    `The setting direct.whisperModel names ${model}, which can't be read: correct the path.`,
  'engine.bad-model-variable': ({ variable, model }: { variable: string; model: string }) =>
    `${variable} names ${model}, which can't be read: correct the path.`,
  'engine.key-of-environment': (p: { bound: string; now: string; variable: string }) =>
    `The key was given for ${p.bound}, so it is not sent to ${p.now}, the address in use. If it is meant for that one, set SCRUMBOT_OPENAI_BASE_URL beside ${p.variable}.`,
  'engine.key-of-other': (p: { bound: string; now: string; variable: string }) =>
    `The key was given for ${p.bound}, so it is not sent to ${p.now}, the address in use. Enter it again for that one, remove it, or set ${p.variable} in the environment that names the address.`,
  'engine.works': ({ engine }: { engine: string }) => `${engine} answered with words.`,
  'engine.no-words': ({ engine }: { engine: string }) =>
    `${engine} answered without a word for English speech. Check its model, and that it reads WAV or FLAC of 16 kHz; or choose another engine.`,
} as const;
