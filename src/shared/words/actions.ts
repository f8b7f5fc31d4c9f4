import type { Action } from './action-schema.ts';
import { shellWord } from './shell-word.ts';

export type { Action } from './action-schema.ts';

/** The command line for it, ready to be pasted; the parts in capitals are the person's to fill in. */
export function commandOf(action: Action): string {
  if (isFixed(action)) return fixed[action.do];
  switch (action.do) {
    case 'open-session':
      return `scrumbot sessions show ${action.sessionId}`;
    case 'send-session':
      return `scrumbot sessions send ${action.sessionId}`;
    case 'transcribe-session':
      return `scrumbot transcribe --session ${action.sessionId}`;
    case 'set-credential':
      return `scrumbot targets edit ${targetOf(action)} --header 'Authorization: env:NAME'`;
    case 'edit-target':
      return `scrumbot targets edit ${targetOf(action)} --http URL`;
    case 'probe-target':
      return `scrumbot targets probe ${targetOf(action)}`;
    case 'remove-target':
      return `scrumbot targets remove ${targetOf(action)} --yes`;
    case 'allow-address':
      return `scrumbot engines allow ${action.address}`;
    case 'allow-disturbing':
      return [
        `scrumbot verify --target ${targetOf(action)}`,
        ...(action.asked ?? []).map(shellWord),
        '--allow-disruptive',
      ].join(' ');
    case 'show-verification':
      return `scrumbot verify show ${action.run}`;
    case 'change-setting':
      return action.setting === 'direct.commandLine'
        ? `scrumbot settings set ${action.setting} -- PROGRAM {wav}`
        : `scrumbot settings set ${action.setting} VALUE`;
    case 'enter-key':
      return `scrumbot keys set ${action.name}`;
    case 'open-sealed':
      return `scrumbot bundle open ${shellWord(action.file)} --identity KEYFILE --out bundle.zip`;
  }
}

type WithDetails = Exclude<Action, { do: keyof typeof fixed }>;
const fixed = {
  'list-sessions': 'scrumbot sessions list',
  'list-verifications': 'scrumbot verify history',
  'compare-verifications': 'scrumbot verify compare RUN RUN',
  'check-sound': 'scrumbot doctor',
  'check-machine': 'scrumbot doctor',
  'list-targets': 'scrumbot targets list',
  'set-up-engine': 'scrumbot engines list',
  'get-model': 'scrumbot engines models get base',
  'choose-home': 'scrumbot run --home DIR',
  'record-file': 'scrumbot record --input file:PATH',
  'record-pipe': 'ffmpeg -i FILE -f wav - | scrumbot record --input -',
  'export-events': 'scrumbot events export FILE',
} as const satisfies Partial<Record<Action['do'], string>>;

function isFixed(action: Action): action is Extract<Action, { do: keyof typeof fixed }> {
  return action.do in fixed;
}

function targetOf({ target }: Extract<WithDetails, { target: unknown }>): string {
  return target === null ? 'TARGET' : shellWord(target);
}
