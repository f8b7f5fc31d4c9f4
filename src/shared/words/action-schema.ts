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
  /** `asked`: what else was asked of the run that was refused, as words of the command line. */
  z.object({
    do: z.literal('allow-disturbing'),
    target: z.string(),
    asked: z.array(z.string()).optional(),
  }),
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
