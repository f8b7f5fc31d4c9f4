import type { Command } from 'commander';
import { AppError } from '../../../../shared/errors.ts';
import { annotationSchema, type Annotation } from '../../../../shared/session/annotation.ts';
import { visibleLine } from '../../../../shared/visible-text.ts';
import type { CommandContext } from '../../context.ts';
import { exitCodes } from '../../exit-codes.ts';
import { withCommonOptions, type CommonOptions } from '../../options/common-options.ts';
import { withCore } from '../../with-core.ts';
import { say } from '../../../../shared/words/all-words.ts';

/** Title, notes and tags of kept sessions. */
export function addAnnotateCommands(sessions: Command, context: CommandContext): void {
  withCommonOptions(sessions.command('rename <id> <title>').description(say('help.sessions.rename'))).action(
    (id: string, title: string, options: CommonOptions) =>
      context.run(options, () => annotate(id, () => ({ title }), { options, context })),
  );
  withCommonOptions(sessions.command('note <id> <text>').description(say('help.sessions.note'))).action(
    (id: string, notes: string, options: CommonOptions) =>
      context.run(options, () => annotate(id, () => ({ notes }), { options, context })),
  );
  withCommonOptions(
    sessions
      .command('tag <id> <tags...>')
      .description(say('help.sessions.tag'))
      .option('--remove', say('help.sessions.tag.remove')),
  ).action((id: string, given: string[], options: CommonOptions & { remove?: boolean }) =>
    context.run(options, () =>
      annotate(
        id,
        ({ tags }) => ({
          tags: options.remove === true ? tags.filter((tag) => !given.includes(tag)) : [...tags, ...given],
        }),
        { options, context },
      ),
    ),
  );
}

async function annotate(
  id: string,
  change: (before: { tags: string[] }) => Annotation,
  { options, context }: { options: CommonOptions; context: CommandContext },
): Promise<number> {
  const { terminal, entryUrl } = context;
  const session = await withCore(options, terminal, entryUrl, async (core) =>
    core.sessions.annotate(id, checked(change(await core.sessions.show(id)))),
  );
  if (options.json === true) {
    terminal.out(`${JSON.stringify(session)}\n`);
  } else if (options.quiet !== true) {
    const tags = session.tags.length === 0 ? '' : ` [${session.tags.join(', ')}]`;
    terminal.err(`${visibleLine(`${session.title}${tags}`)}\n`);
  }
  return exitCodes.done;
}

function checked(annotation: Annotation): Annotation {
  const parsed = annotationSchema.safeParse(annotation);
  if (parsed.success) return parsed.data;
  throw new AppError('bad-input', parsed.error.issues.map(({ message }) => message).join(' '));
}
