/** What the commands about events are for, and what their options take. */
export const eventHelp = {
  'help.events': 'list, export, import and delete stored events',
  'help.events.list': 'list the newest events, newest first',
  'help.events.list.limit': 'most events to list, 1 to 10000 (default: 200)',
  'help.events.tail': 'show events as they are stored, until Ctrl-C; with --json one document a line',
  'help.events.export': 'write all matching events, oldest first, to a file or stdout',
  'help.events.export.format':
    'format of the file; a trace holds text frames only, HAR all messages by connection',
  'help.events.export.raw-cells':
    'CSV without the apostrophe that keeps a spreadsheet from running a cell as a formula',
  'help.events.import':
    'read events from a file: our own export, a trace of frames, events for the monitor, or a capture: HAR, Charles, Wireshark, wscat, websocat, a console, "pm2 logs"',
  'help.events.import.format': 'format of the file (default: recognised by its content)',
  'help.events.import.only-new': 'import only the events that are not in the store yet',
  'help.events.import.again': 'import all events, even those in the store; analysis does not count copies',
  'help.events.import.started':
    'when a capture without times, or without dates, began, such as 2026-01-31T09:00',
  'help.events.import.direction':
    'direction of frames that a capture does not mark, as the client sees it: in is received, out is sent',
  'help.events.imports': 'list what was imported, newest first',
  'help.events.delete': 'delete the events of an import or of another session without a recording',
  'help.filter.session': 'events of this session or import',
  'help.filter.type': 'events of this type, such as TRANSCRIPTION_RESULT',
  'help.filter.direction': 'received (in) or sent (out) frames',
  'help.filter.kind': 'events of this kind',
  'help.filter.target': 'events of this target',
  'help.filter.connection': 'events of this connection',
  'help.filter.verdict': 'events that the reference monitor calls this',
  'help.filter.cause': 'events that are evidence of this cause of duplicates',
  'help.filter.min-bytes': 'frames of at least this many bytes',
  'help.filter.max-bytes': 'frames of at most this many bytes',
  'help.filter.text':
    'events with all of these words in type, reason or frame; words in "quotes" are found side by side, the last may be the beginning of a word',
  'help.filter.since': 'events from this time on: 15m, 1h or 7d ago, or a date such as 2026-01-31T09:00',
  'help.filter.until': 'events before this time: 15m, 1h or 7d ago, or a date such as 2026-01-31T09:00',
  'help.analyze': 'find duplicate events: of what, why, and what they cost',
  'help.analyze.session': 'events of this session',
  'help.analyze.since': 'events of the last 90s, 15m, 1h or 7d',
  'help.analyze.target': 'events of this target',
  'help.analyze.events':
    'events of a file instead of the store: events, a monitor case, a trace or an export; nothing is stored',
  'help.analyze.format': 'duplicates by cause, or the report of the reference monitor',
  'help.analyze.verdicts': 'also the reference verdict on each event; needs --format monitor and --json',
  'help.analyze.window': 'seconds in which the same content counts as a repeat, 0.001 to 3600 (default: 5)',
  'help.analyze.ignore': 'fields that are not compared, with commas between (default: timestamp,chunkId)',
  'help.analyze.any-source': 'compare events of different sources too, in the reference report',
  'help.analyze.what-if': 'show the results of the default rules and of these options side by side',
  'help.analyze.compare': 'compare two of: session id, target:NAME, time:2h..1h, file:PATH',
  'help.alerts': 'list and acknowledge alerts: what needs attention in the events',
  'help.alerts.list': 'list all alerts, the last raised first',
  'help.alerts.list.open': 'only those that nobody has acknowledged',
  'help.alerts.acknowledge': 'acknowledge one alert, or all that are open',
} as const;
