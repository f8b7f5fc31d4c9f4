import { counted } from '../../shared/plural.ts';

/** Words of an opened bundle. */
export const openedText = {
  region: 'Open a bundle',
  intro: 'Shows a bundle on these same pages, read-only. A damaged one is refused.',
  choose: 'Choose bundle…',
  opening: 'Opening…',
  banner: 'Opened bundle, not live',
  of: (host: string, version: string, when: string) => `${host}, version ${version}, made ${when}`,
  close: 'Close the bundle',
  notInBundle: 'This page belongs to the running app. A bundle holds what was recorded.',
  made: 'About this bundle',
  facts: {
    file: 'File',
    host: 'Machine',
    version: 'Version',
    made: 'Made',
    time: 'Covers',
    events: 'Events',
    check: 'Check',
  },
  span: (from: string, to: string) => `${from} to ${to}`,
  beginning: 'the beginning',
  events: (read: string) => `${read}, the newest`,
  eventsReading: (read: string) => `${read} so far, still reading`,
  checking: 'Comparing hashes and looking for private values…',
  inOrder: 'All files match their hashes, and nothing private was found.',
  problems: 'Problems',
  leaks: (file: string, rule: string, times: number) => `${file}: ${rule}, ${counted(times, 'time')}`,
  files: 'Files',
  columns: { file: 'File', size: 'Size', cut: 'Left out' },
  summary: 'SUMMARY.md',
} as const;
