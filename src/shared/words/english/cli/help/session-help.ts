/** What recording and kept sessions are for, and what their options take. */
export const sessionHelp = {
  'help.run': 'serve the page to a browser on this machine, without a desktop, until Ctrl-C',
  'help.run.port': 'port on 127.0.0.1, 0 to 65535; 0 takes a free one (default: the one of the last start)',
  'help.run.open': 'open the page in the default browser',
  'help.run.dev-origin': 'let the page of a development server in',
  'help.record': 'record one session from start to stop',
  'help.record.input':
    'system, mic, file:PATH, or - for what is piped in; give it twice to record both system and mic',
  'help.record.speed': 'how fast a file is read: 0.1 to 1000 times real time, or max (default: 1)',
  'help.record.raw': 'a file or pipe without a header: encoding,rate in Hz,channels, such as s16le,48000,2',
  'help.record.mode':
    'stream the audio to a target, transcribe it directly with a speech engine, or only record it',
  'help.record.target': 'the target to stream to (default: the one chosen in the settings)',
  'help.record.engine':
    'speech engine of the built-in target or of the direct mode (default: the first that is ready)',
  'help.record.duration': 'stop after this many seconds of audio, 0.1 to 86400 (default: until Ctrl-C)',
  'help.record.title': 'name of the session',
  'help.record.meeting-id':
    'meeting id that the target gets: 1 to 80 letters, digits, "_" and "-" (default: made up)',
  'help.sessions': 'list, read, export, send and delete recorded sessions',
  'help.sessions.list': 'list sessions, newest first',
  'help.sessions.list.query': 'only sessions whose title, notes or tags have all of these words',
  'help.sessions.show': 'show everything about one session',
  'help.sessions.export': 'write the transcript or the audio of a session to a file',
  'help.sessions.export.format': 'format of the file',
  'help.sessions.export.out': 'where to write it (default: stdout; audio needs a file)',
  'help.sessions.export.transcript':
    "number of one of the session's transcripts (default: the one that is shown first)",
  'help.sessions.send':
    'send a kept session: what its own target still lacks, or all of it to another target',
  'help.sessions.send.target': 'the target to send to (default: the one it was recorded for)',
  'help.sessions.rename': 'give a session another title',
  'help.sessions.note': 'write the notes of a session; "" removes them',
  'help.sessions.tag': 'add tags to a session',
  'help.sessions.tag.remove': 'remove these tags instead',
  'help.sessions.delete': 'delete a session with its audio, transcript and events',
  'help.transcribe': 'transcribe sound files, or a kept session, directly with a speech engine',
  'help.transcribe.files':
    'WAV files, and with ffmpeg any other sound or video; - is what is piped in; each becomes a session',
  'help.transcribe.session': 'a kept session: what failed or is missing, or with another engine all of it',
  'help.transcribe.engine': 'speech engine (default: the one in the settings, or the first that is ready)',
  'help.transcribe.again': 'with --session: all of it again, even what is already transcribed',
  'help.transcribe.raw': 'samples without a header: encoding,rate in Hz,channels, such as s16le,48000,2',
  'help.transcribe.title': 'name of the session that a file becomes',
  'help.search': 'find the lines in all transcripts that have all of the words',
  'help.search.words': 'words to find; the last one may be the beginning of a word',
  'help.search.limit': 'most lines to show, 1 to 500',
  'help.status': 'show the rows of the Health page: how things are, their limits, and what to do',
  'help.status.watch': 'refresh every 2 s, until Ctrl-C',
  'help.doctor': 'check this machine, show what went wrong lately, and say what to do about it',
  'help.doctor.engine': 'also send this speech engine one short request (it may be billed)',
} as const;
