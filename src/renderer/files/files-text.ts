import type { SentFile } from '../../shared/session/sent-file.ts';

/** The words of files that are sent to be transcribed, a part of the catalogue in text.ts. */
export const filesText = {
  files: {
    region: 'Files to transcribe',
    button: 'Transcribe files…',
    hint: 'Drop audio or video files anywhere in this window, or choose them. Each becomes a session.',
    choose: 'Choose files…',
    drop: 'Drop the files: each becomes a session and is transcribed.',
    folder: (name: string) => `${name} is a folder. Drop the files that are in it.`,
    one: (files: number) => `${files} files were dropped. Drop one.`,
    empty: (name: string) => `${name} is empty.`,
    unreadable: (name: string) => `${name} can't be read. Is it still there?`,
    nothing: 'That was text or a link. Drop audio or video files.',
    states: {
      arriving: 'Uploading',
      waiting: 'Queued',
      transcribing: 'Transcribing',
      done: 'Transcribed',
      failed: 'Not transcribed',
    } satisfies Record<SentFile['state'], string>,
    arriving: (name: string) => `How much of ${name} has arrived`,
    open: 'Open the session',
    openOf: (name: string) => `Open the session of ${name}`,
    remove: 'Remove from list',
    removeOf: (name: string) => `Remove ${name} from the list`,
  },
} as const;
