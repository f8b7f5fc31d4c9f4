/** Titles of the parts of a diagnostic bundle, and what its summary says. */
export const bundleSummary = {
  'bundle.part.log': 'Log, the newest line first',
  'bundle.part.machine': 'System, hardware and versions',
  'bundle.part.checks': 'System checks',
  'bundle.part.settings': 'Settings, masked',
  'bundle.part.duplicates': 'Duplicates by cause, and as the reference monitor counts',
  'bundle.part.events': 'Events, the newest first',
  'bundle.part.sessions': 'Sessions and their receipts, the newest first',
  'bundle.part.transcripts': 'Transcripts, the newest first',
  'bundle.part.alerts': 'Alerts, the newest first',
  'bundle.part.health': 'Health over time, the newest first',
  'bundle.part.database': 'The database: tables, sizes, integrity',
  'bundle.part.crashes': 'Crash dumps: when and how large',
  'bundle.part.targets': 'Targets',
  'bundle.part.memory': 'Memory, disk and event loop over time',
  'bundle.part.network': 'Traffic, queue and round trips over time',
  'bundle.part.findings': 'Findings',
  'bundle.opened-session': ({ at }: { at: string }) => `Session ${at}`,
  'bundle.no-address': 'no address',

  'summary.title': 'ScrumBot diagnostics',
  'summary.wrong': ({ title, more }: { title: string; more: number }) =>
    `Something is wrong: ${title}${more > 0 ? ` And ${more} more.` : ''}`,
  'summary.trouble': ({ title }: { title: string }) => `It works, with problems: ${title}`,
  'summary.fine': 'No problems were found in what was recorded.',
  'summary.made': (p: { at: string; version: string; platform: string; host: string }) =>
    `Made ${p.at} by version ${p.version} on ${p.platform}, machine ${p.host}.`,
  'summary.time': ({ from, to }: { from: string; to: string }) =>
    `Time: ${from === '' ? 'the beginning' : from} to ${to}.`,
  'summary.note': 'What happened, in the words of the person',
  'summary.findings': 'Findings',
  'summary.what-to-do': 'What to do:',
  'summary.none': 'None.',
  'summary.last-session': 'The last session',
  'summary.no-session': 'None in this time.',
  'summary.timeline': 'Its timeline',
  'summary.nothing-recorded': 'Nothing was recorded.',
  'summary.over-time': 'Over time',
  'summary.nothing-measured': 'Nothing was measured.',
  'summary.figures': 'Figures',
  'summary.missing': 'What is missing',
  'summary.nothing-missing': 'Nothing that was asked for.',
  'summary.files': 'Files',
  'summary.file': 'file',
  'summary.bytes': 'bytes',
  'summary.cut': 'cut',
  'summary.tokens':
    'Private values are replaced by tokens such as `<host-1>`; equal values have equal tokens in this bundle only.',
  'summary.figure': ({ name, value }: { name: string; value: string }) => `${name}: ${value}`,
  'summary.sessions': 'Sessions',
  'summary.frames': 'Frames analysed',
  'summary.duplicates': 'Duplicates',
  'summary.database': 'Database',
  'summary.disk-free': 'Disk free',
  'summary.not-analysed': 'not analysed',
  'summary.unknown': 'unknown',
  'summary.megabytes': ({ megabytes }: { megabytes: string }) => `${megabytes} MB`,
  'summary.database-is': ({
    how,
    integrity,
    megabytes,
  }: {
    how: string;
    integrity: string;
    megabytes: string;
  }) => `${how}, integrity ${integrity}, ${megabytes} MB`,
  'summary.session': (p: { from: string; to: string; mode: string; target: string }) =>
    `${p.from} to ${p.to === '' ? 'now' : p.to}, ${p.mode}, target ${p.target === '' ? 'none' : p.target}`,
  'summary.state': ({ state, reason }: { state: string; reason: string }) =>
    `state ${state}${reason === '' ? '' : `: ${reason}`}`,
  'summary.seconds': (p: { captured: number; sent: number; delivered: number; transcribed: number }) =>
    `captured ${p.captured} s, sent ${p.sent} s, delivered ${p.delivered} s, transcribed ${p.transcribed} s`,
  'summary.chunks': (p: {
    captured: number;
    sent: number;
    delivered: number;
    retried: number;
    pending: number;
  }) =>
    `chunks: ${p.captured} captured, ${p.sent} sent, ${p.delivered} delivered, ${p.retried} retried, ${p.pending} pending`,
  'summary.chart.memory': 'Memory of the main process',
  'summary.chart.sent': 'Sent to targets',
  'summary.chart.queued': 'Waiting to be sent',
  'summary.chart.round-trip': 'Round trip, slowest',
  'summary.chart.disk': 'Longest write to the disk',
  'summary.unit.sound': 's of sound',
  'summary.chart-range': (p: { title: string; highest: string; unit: string; from: string; to: string }) =>
    `${p.title}: from 0 to ${p.highest} ${p.unit}, ${p.from} to ${p.to}`,
} as const;
