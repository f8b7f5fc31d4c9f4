import { z } from 'zod';

const ofSession = { sessionId: z.string() };
const plain = <D extends string>(what: D) => z.object({ do: z.literal(what) });

/**
 * What can be done about what a sentence says. A page has a link or a button for it, the command line a command; where
 * there is neither, as in the tray, the sentence stands for itself. So no sentence names a command, an option or a page.
 */
export const actionSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('open-session'), ...ofSession }),
  z.object({ do: z.literal('send-session'), ...ofSession }),
  z.object({ do: z.literal('transcribe-session'), ...ofSession }),
  plain('list-sessions'),
  plain('list-verifications'),
  z.object({ do: z.literal('show-verification'), run: z.string() }),
  plain('compare-verifications'),
  z.object({ do: z.literal('allow-disturbing'), target: z.string() }),
  plain('check-sound'),
  plain('check-machine'),
  /** `null`: whichever target is meant. */
  z.object({ do: z.literal('set-credential'), target: z.string().nullable() }),
  z.object({ do: z.literal('edit-target'), target: z.string() }),
  z.object({ do: z.literal('probe-target'), target: z.string().nullable() }),
  z.object({ do: z.literal('remove-target'), target: z.string() }),
  plain('list-targets'),
  plain('set-up-engine'),
  plain('get-model'),
  /** To talk to a server of one's own network without encryption: a yes that only a person can give. */
  z.object({ do: z.literal('allow-address'), address: z.string() }),
  /** By path, such as `direct.openaiBaseUrl`. */
  z.object({ do: z.literal('change-setting'), setting: z.string() }),
  z.object({ do: z.literal('enter-key'), name: z.string() }),
  plain('choose-home'),
  plain('record-file'),
  plain('record-pipe'),
  plain('export-events'),
  z.object({ do: z.literal('open-sealed'), file: z.string() }),
]);
export type Action = z.infer<typeof actionSchema>;

/** The command line for it, ready to be pasted; the parts in capitals are the person's to fill in. */
export function commandOf(action: Action): string {
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
      return `scrumbot verify --target ${targetOf(action)} --allow-disruptive`;
    case 'show-verification':
      return `scrumbot verify show ${action.run}`;
    case 'change-setting':
      return action.setting === 'direct.commandLine'
        ? `scrumbot settings set ${action.setting} -- PROGRAM {wav}`
        : `scrumbot settings set ${action.setting} VALUE`;
    case 'enter-key':
      return `scrumbot keys set ${action.name}`;
    case 'open-sealed':
      return `scrumbot bundle open ${quoted(action.file)} --identity KEYFILE --out bundle.zip`;
    default:
      return fixed[action.do];
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

function targetOf({ target }: Extract<WithDetails, { target: unknown }>): string {
  return target === null ? 'TARGET' : quoted(target);
}

const quoted = (text: string): string => (/^[\w./:@+=-]+$/.test(text) ? text : JSON.stringify(text));
