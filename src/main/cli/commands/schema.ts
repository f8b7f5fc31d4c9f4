import type { Command } from 'commander';
import { withCommonOptions, type CommonOptions } from '../options/common-options.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { jsonSchemaOf } from '../help/json-schemas.ts';

export function defineSchema(command: Command, context: CommandContext): void {
  withCommonOptions(command).action((path: string[], options: CommonOptions) =>
    context.run(options, () => {
      context.terminal.out(`${JSON.stringify(jsonSchemaOf(path.join(' ')), null, 2)}\n`);
      return Promise.resolve(exitCodes.done);
    }),
  );
}
