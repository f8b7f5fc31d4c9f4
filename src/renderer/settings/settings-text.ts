/** The words of the settings page, a part of the catalogue in text.ts. */
export const settingsText = {
  general: {
    region: 'General',
    openAtLogin: 'Open ScrumBot when I log in',
    openAtLoginHint: 'It starts in the tray, without a window.',
    cannotOpenAtLogin: 'Only the installed app can be opened at login.',
    noTray: 'This desktop shows no tray icons: the app lives in its window, and closing the window quits it.',
    dismiss: 'Got it',
    home: 'Data folder',
  },
  sound: {
    region: 'Sound check',
    hint: 'Listens to each source for a moment. Nothing is kept.',
    sources: { system: 'System audio', microphone: 'Microphone' },
    check: 'Check',
    checkOf: (source: string) => `Check ${source.toLowerCase()}`,
    checking: 'Listening…',
    openSettings: 'Open system settings',
    notChecked: 'Not checked yet',
    states: {
      working: 'Works',
      zeros: 'Digital silence',
      denied: 'Denied',
      'needs-restart': 'Needs a restart',
      'no-sound': 'No sound',
      'no-device': 'Not available',
    },
    peak: (db: string) => `Peak ${db} dB`,
  },
  keys: {
    region: 'Keys',
    names: { groq: 'Groq', 'openai-compatible': 'OpenAI-compatible server' },
    notSet: 'Not set',
    set: 'Set',
    endsWith: (lastFour: string) => `Set, ends with ${lastFour}`,
    kept: {
      stored: "Encrypted by this system's key store.",
      file: 'In a private file in the data folder, not encrypted.',
      'this-run': 'Kept until the app quits: this system has no secure key store.',
    },
    fromEnvironment: (variable: string) =>
      `From the environment variable ${variable}, which takes precedence.`,
    key: (name: string) => `Key for ${name}`,
    save: 'Save',
    clear: 'Remove key',
    clearOf: (name: string) => `Remove key for ${name}`,
    saveOf: (name: string) => `Save the key for ${name}`,
    none: 'Keys come from the environment here, for example GROQ_API_KEY.',
  },
  checks: {
    region: 'System checks',
    run: 'Run checks',
    running: 'Checking…',
    summary: (bad: number) =>
      bad === 0 ? 'Everything works.' : `${bad} ${bad === 1 ? 'problem' : 'problems'} found.`,
    states: {
      ok: 'OK',
      optional: 'Not installed (optional)',
      warn: 'Feature missing',
      fail: 'Problem',
    },
  },
} as const;
