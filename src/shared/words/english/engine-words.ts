/** What a speech engine lacks, and what can be done about it. */
export const engineWords = {
  'engine.none-ready':
    'No speech engine is ready. Download a Whisper model, enter a Groq key, name an OpenAI-compatible server, or install pocketsphinx.',
  'engine.needs-model': 'Needs a model; the one called base is 60 MB.',
  'engine.not-built': ({ system }: { system: string }) =>
    `No Whisper engine is built for this system (${system}). Choose another engine.`,
  'engine.local': ({ model }: { model: string }) => `Runs on this machine, free of charge, with ${model}.`,
  'engine.program-needs-model': ({ program, variable }: { program: string; variable: string }) =>
    `${program} needs a model: download one, or set ${variable} to a ggml model file.`,
  'engine.wrong-model': ({ path, what }: { path: string; what: string }) =>
    `${path} is ${what}. Download a model that fits.`,
  'engine.unreadable-model': ({ path, why }: { path: string; why: string }) =>
    `The model ${path} can't be read (${why}). Correct its path, or download one.`,
  'engine.needs-key': 'Groq needs a key. Enter one, or set GROQ_API_KEY. Keys are made at console.groq.com.',
  'engine.needs-address': 'Needs the address of a server, such as http://127.0.0.1:8080/v1.',
  'engine.needs-command': 'Needs a command line, with {wav} for the audio.',
  'engine.no-command': ({ program }: { program: string }) =>
    `${program} was not found. Correct the command line.`,
} as const;
