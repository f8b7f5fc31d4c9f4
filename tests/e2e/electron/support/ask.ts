import type { Page } from 'playwright-core';
import type { CommandInput, CommandName, CommandOutput } from '../../../../src/shared/contract/contract.ts';
import type { Wire } from '../../../../src/shared/contract/wire.ts';

/** Asks the core through the wire of a window's page, as the page itself does. */
export async function ask<N extends CommandName>(
  page: Page,
  name: N,
  input: CommandInput<N>,
): Promise<CommandOutput<N>> {
  const answer = await page.evaluate(
    ([command, given]) =>
      new Promise<{ ok: boolean; value?: unknown; message?: string }>((resolve) => {
        const { scrumbot } = window as unknown as { scrumbot: Wire };
        const id = `spec-${Math.random()}`;
        const end = scrumbot.listen((message) => {
          const { i, r } = message as { i?: string; r?: { ok: boolean } };
          if (i !== id || r === undefined) return;
          end();
          resolve(r);
        });
        scrumbot.post({ t: 'q', i: id, m: 'call', a: [command, given] });
      }),
    [name, input] as const,
  );
  if (!answer.ok) throw new Error(answer.message);
  return answer.value as CommandOutput<N>;
}
