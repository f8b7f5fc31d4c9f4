/** What a setting is called, what it does, and how its number is shown: in `unit`, of which one is `factor` of its own. */
export type SettingLabel = { label: string; hint?: string; unit?: string; factor?: number; empty?: string };

/** By path. A test holds that every setting of the schema has its words. */
export const settingLabels: Readonly<Record<string, SettingLabel>> = {
  engine: {
    label: 'Engine of the built-in target',
    hint: 'The name of a speech engine, or “auto” for the first that is ready.',
  },
  'record.source': { label: 'Source of Record in the tray' },
  'record.mode': { label: 'Mode of Record in the tray' },
  'stream.chunkSec': { label: 'Length of a chunk', hint: 'Audio sent in one message.', unit: 's' },
  'stream.compress': { label: 'Compress', hint: 'Where the target offers it.' },
  'stream.leaveOutSilence': {
    label: 'Leave out silence',
    hint: 'Speech keeps 0.3 s before and after it.',
  },
  'stream.replayRate': {
    label: 'Speed of a backlog',
    hint: 'Times real time. A target can lose audio that comes in a burst; at 2 it does not.',
    unit: '×',
  },
  'stream.endSilenceMs': {
    label: 'Wait after the end',
    hint: 'How long to wait without a message before giving up on the last answer.',
    unit: 's',
    factor: 1_000,
  },
  'stream.endDeadlineMs': { label: 'Longest wait after the end', unit: 's', factor: 1_000 },
  'retention.days': {
    label: 'Keep events for',
    hint: 'Recordings and transcripts stay until you delete them.',
    unit: 'days',
  },
  'retention.maxBytes': { label: 'Largest size of the database', unit: 'MB', factor: 1_000_000 },
  'alerts.enabled': { label: 'Raise alerts' },
  'alerts.moreDuplicatesThan': { label: 'Duplicate events, more than' },
  'alerts.moreValidationErrorsThan': { label: 'Validation errors, more than' },
  'alerts.moreDeprecatedThan': { label: 'Deprecated names, more than' },
  'alerts.periodSec': { label: 'Counted within', unit: 's' },
  'alerts.coolDownSec': { label: 'Repeat an alert after', unit: 's' },
  'network.proxy': {
    label: 'Proxy',
    hint: '“auto” asks the system, “none” connects directly, or an address such as http://proxy.example:3128.',
  },
  'network.caFile': {
    label: 'Certificate authorities',
    hint: 'A PEM file with authorities that are trusted beside those of the system.',
    empty: 'only those of the system',
  },
  'verification.everyMin': {
    label: 'Quick verification every',
    hint: 'Never while something is recorded.',
    unit: 'min',
    empty: 'never',
  },
  'verification.target': { label: 'Target that is verified', empty: 'the one of Record' },
  'bundle.recipient': {
    label: 'Age key of support',
    hint: 'Diagnostic bundles are sealed to it, so that nobody else can open them. It starts with age1.',
    empty: 'not sealed',
  },
  'bundle.keep': {
    label: 'Bundles kept in the data folder',
    hint: 'Older ones are deleted, never one that is open.',
  },
  'bundle.days': { label: 'Keep them for', unit: 'days' },
  'direct.engine': { label: 'Speech engine', hint: 'Its name, or “auto” for the first that is ready.' },
  'direct.language': {
    label: 'Language',
    hint: 'A code or a name, such as en, pt-BR or German.',
    empty: 'detected by the engine',
  },
  'direct.vocabulary': {
    label: 'Vocabulary',
    hint: 'Names and terms that engines should expect, one per line.',
    empty: 'none',
  },
  'direct.speakers.system': { label: 'Speaker of the system audio', empty: 'the name of the track' },
  'direct.speakers.microphone': { label: 'Speaker of the microphone', empty: 'the name of the track' },
  'direct.maxInFlight': { label: 'Requests at the same time' },
  'direct.timeoutSec': { label: 'A request fails after', unit: 's' },
  'direct.groqModel': { label: 'Model at Groq' },
  'direct.groqAudioSecPerHour': {
    label: 'Audio per hour at Groq',
    hint: 'The free tier allows 7,200 s; limits in its answers take precedence.',
    unit: 's',
    empty: 'no limit',
  },
  'direct.openaiBaseUrl': {
    label: 'Address of an OpenAI-compatible server',
    empty: 'none',
  },
  'direct.plainAddresses': {
    label: 'Addresses without encryption',
    hint: 'Of your own network, such as http://192.168.1.20:8000, one per line.',
    empty: 'none',
  },
  'direct.openaiModel': { label: 'Model at that server' },
  'direct.openaiUsdPerHour': { label: 'Price at that server', unit: 'USD per hour' },
  'direct.whisperModel': {
    label: 'Whisper model',
    hint: 'A model’s name, or the path of a ggml file.',
    empty: 'the best that is downloaded',
  },
  'direct.modelMirror': { label: 'Mirror for models', empty: 'Hugging Face' },
};

export const groupLabels: Readonly<Record<string, string>> = {
  '': 'Built-in target',
  record: 'Recording',
  stream: 'Streaming',
  retention: 'Retention',
  alerts: 'Alerts',
  network: 'Network',
  direct: 'Transcription',
  verification: 'Scheduled verification',
  bundle: 'Diagnostic bundle',
};
