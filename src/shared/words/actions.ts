import { z } from 'zod';

const ofSession = { sessionId: z.string() };

/**
 * What can be done about what a sentence says. A page has a link or a button for it, the command line a command; where
 * there is neither, as in the tray, the sentence stands for itself.
 */
export const actionSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('open-session'), ...ofSession }),
  z.object({ do: z.literal('send-session'), ...ofSession }),
  z.object({ do: z.literal('transcribe-session'), ...ofSession }),
  z.object({ do: z.literal('list-sessions') }),
  z.object({ do: z.literal('list-verifications') }),
  z.object({ do: z.literal('check-sound') }),
  z.object({ do: z.literal('check-machine') }),
  z.object({ do: z.literal('set-credential'), target: z.string() }),
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
    case 'list-sessions':
      return 'scrumbot sessions list';
    case 'list-verifications':
      return 'scrumbot verify history';
    case 'check-sound':
    case 'check-machine':
      return 'scrumbot doctor';
    case 'set-credential':
      return `scrumbot targets edit ${JSON.stringify(action.target)} --header 'Authorization: env:NAME'`;
    default:
      return action satisfies never;
  }
}
