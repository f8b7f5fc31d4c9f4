import type { Cause } from '../../events/findings.ts';
import type { FigureId } from '../../verification/figures.ts';
import type { PhaseId } from '../../verification/verification.ts';

type TitleWords = Readonly<Record<`cause.${Cause}` | `figure.${FigureId}` | `verify.${PhaseId}`, string>>;

/** What causes, figures, phases, processes and models are called: the page, the command line and documents say the same. */
export const titleWords = {
  'cause.old-new-pair': 'Old and new name',
  'cause.double-send': 'Sent twice',
  'cause.answered-twice': 'Answered twice',
  'cause.id-reused': 'One id for different words',
  'cause.replay': 'Replayed after a reconnect',
  'cause.double-socket': 'Two sockets at once',
  'cause.double-listener': 'Two listeners in the client',
  'cause.client-retry': 'Chunk sent again',
  'cause.echo': 'Echo between tracks',
  'cause.near-duplicate': 'Nearly the same words',
  'cause.unexplained': 'Unexplained',
  'cause.expected-twin': 'Expected twins (by design)',

  'figure.handshakeP50Ms': 'HANDSHAKE to ACK, median',
  'figure.firstResultMs': 'Third second of speech to first result',
  'figure.stressP95Ms': 'Third second to result under load, p95',
  'figure.resultsPerTranscription': 'Results per transcription',
  'figure.bytesInPerMinute': 'Received per meeting minute',
  'figure.bytesOutPerMinute': 'Sent per meeting minute',
  'figure.messagesInPerMinute': 'Messages received per meeting minute',
  'figure.serverGrowthMbPerConnection': 'Server growth per abandoned connection',

  'verify.environment': 'Environment',
  'verify.health': 'Health addresses',
  'verify.handshake': 'Handshake',
  'verify.monitoring': 'Event monitoring',
  'verify.end-to-end': 'End to end',
  'verify.duplicates': 'Duplicates',
  'verify.reconnect': 'Reconnect',
  'verify.stress': 'Stress',
  'verify.bad-input': 'Bad input',
  'verify.traffic': 'Traffic',
  'verify.memory': 'Memory',
  'verify.soak': 'Soak',

  'process.main': 'Main process',
  'process.window': 'Window',
  'process.capture': 'Capture page',
  'process.gpu': 'Graphics',
  'process.other': 'Electron helpers',
  'process.backend': 'Backend on this machine',
  'thread.writer': 'Database writer thread',
  'thread.reader': 'Database reader thread',
  'process.note.browser': 'This page runs in a browser, whose memory the app cannot measure.',
  'process.note.no-backend': 'No other process listens on the port of the chosen target on this machine.',

  'model.tiny': 'Whisper tiny: fast, makes mistakes',
  'model.base': 'Whisper base: good words on any machine',
  'model.small': 'Whisper small: better words, four times the work',
  'model.large-v3-turbo': 'Whisper large-v3-turbo: the best words, for a fast machine',
} as const satisfies TitleWords & Readonly<Record<string, string>>;
