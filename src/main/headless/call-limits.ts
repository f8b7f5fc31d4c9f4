import type { CommandName, Handlers } from '../../shared/contract/contract.ts';
import { AppError } from '../../shared/errors.ts';
import { sentence } from '../../shared/words/all-words.ts';

// A page asks some ten things at once when it opens, and waits for one or two answers that take long. These few cost next
// to nothing.
const unlimited: ReadonlySet<string> = new Set<CommandName>(['status.get', 'app.info', 'settings.get']);
const mostAtOnce = 64;
const mostOfOneCommand = 8;

/**
 * The handlers for one socket: what asks far more at once than any page does is answered with `busy`, so that it does not
 * hold the host up for everybody.
 */
export function limitCalls(handlers: Handlers): Handlers {
  const running = new Map<string, number>();
  let total = 0;

  const limited = Object.entries(handlers).map(([name, handle]) =>
    unlimited.has(name)
      ? [name, handle]
      : [
          name,
          async (input: never): Promise<unknown> => {
            const ofThis = running.get(name) ?? 0;
            if (total >= mostAtOnce || ofThis >= mostOfOneCommand) throw tooMuch(name as CommandName);
            running.set(name, ofThis + 1);
            total += 1;
            try {
              return await (handle as (given: never) => Promise<unknown>)(input);
            } finally {
              running.set(name, (running.get(name) ?? 1) - 1);
              total -= 1;
            }
          },
        ],
  );
  return Object.fromEntries(limited) as Handlers;
}

function tooMuch(name: CommandName): AppError {
  return new AppError('busy', sentence('host.too-much-asked', { name }));
}
