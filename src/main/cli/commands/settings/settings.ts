import type { Command } from 'commander';
import { AppError } from '../../../../shared/errors.ts';
import { patchFor, refusalOf, settingFields, valueOf } from '../../../../shared/settings/setting-fields.ts';
import type { SettingField } from '../../../../shared/settings/setting-fields.ts';
import { settingLabels } from '../../../../shared/settings/setting-labels.ts';
import type { Settings, SettingsPatch } from '../../../../shared/settings/settings.ts';
import type { CommandContext } from '../../context.ts';
import { exitCodes } from '../../exit-codes.ts';
import { withCommonOptions, type CommonOptions } from '../../options/common-options.ts';
import { formatTable } from '../../output/table.ts';
import { withCore } from '../../with-core.ts';
import { sentence, say } from '../../../../shared/words/all-words.ts';

type Given = { options: CommonOptions; context: CommandContext };

/** The settings of the page, by their paths: `direct.language`. */
export function defineSettings(settings: Command, context: CommandContext): void {
  withCommonOptions(settings.command('list').description(say('help.settings.list'))).action(
    (options: CommonOptions) => context.run(options, () => list({ options, context })),
  );
  withCommonOptions(
    settings.command('set <setting> <value...>').description(say('help.settings.set')),
  ).action((path: string, values: string[], options: CommonOptions) =>
    context.run(options, () => change(path, (field) => readValue(field, values), { options, context })),
  );
  withCommonOptions(settings.command('reset <setting>').description(say('help.settings.reset'))).action(
    (path: string, options: CommonOptions) =>
      context.run(options, () => change(path, ({ usual }) => usual, { options, context })),
  );
}

/** The page offers none that chooses a program; whoever types here may run any. */
const commandLine: SettingField = {
  path: 'direct.commandLine',
  group: 'direct',
  kind: 'list',
  options: [],
  min: undefined,
  max: undefined,
  isOptional: true,
  usual: null,
};
const allFields = (): SettingField[] => [...settingFields(), commandLine];

async function list({ options, context: { terminal, entryUrl } }: Given): Promise<number> {
  const settings = await withCore(options, terminal, entryUrl, (core) => core.handlers['settings.get']({}));
  const found = allFields().map((field) => settingOf(field, settings));
  if (options.json === true) {
    terminal.out(`${JSON.stringify(found)}\n`);
    return exitCodes.done;
  }
  const rows = found.map(({ setting, value, usual, title }) => [
    setting,
    shown(value),
    JSON.stringify(value) === JSON.stringify(usual) ? '' : shown(usual),
    title,
  ]);
  terminal.out(formatTable(['setting', 'value', 'default', 'what'], rows, terminal.tableWidth));
  return exitCodes.done;
}

function settingOf({ path, usual }: SettingField, settings: Settings) {
  return {
    setting: path,
    value: valueOf(settings, path),
    usual,
    title:
      settingLabels[path]?.label ?? (path === commandLine.path ? 'Program of the engine “command”' : path),
  };
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

async function change(
  path: string,
  valueFor: (field: SettingField) => unknown,
  { options, context: { terminal, entryUrl } }: Given,
): Promise<number> {
  const field = requireField(path);
  const value = valueFor(field);
  const settings = await withCore(options, terminal, entryUrl, async (core) => {
    const patch = patchFor(await core.handlers['settings.get']({}), path, value);
    if (field !== commandLine) requireAllowed(path, patch);
    return core.handlers['settings.update'](patch);
  });
  const changed = settingOf(field, settings);
  if (options.json === true) terminal.out(`${JSON.stringify(changed)}\n`);
  else if (options.quiet !== true)
    terminal.err(`${say('cli.setting-is', { path, value: shown(changed.value) })}\n`);
  return exitCodes.done;
}

function requireField(path: string): SettingField {
  const fields = allFields();
  const found = fields.find((field) => field.path === path);
  if (found !== undefined) return found;
  const name = path.split('.').at(-1)?.toLowerCase() ?? '';
  const meant = fields.find((field) => name.length > 2 && field.path.toLowerCase().includes(name));
  throw new AppError(
    'bad-input',
    meant === undefined
      ? sentence('cli.no-setting', { path })
      : sentence('cli.no-setting-but', { path, meant: meant.path }),
  );
}

function requireAllowed(path: string, patch: SettingsPatch): void {
  const refusal = refusalOf(patch);
  if (refusal !== null)
    throw new AppError('bad-input', sentence('cli.setting-refused', { path, why: refusal }));
}

const words: Readonly<Record<string, boolean>> = { true: true, on: true, false: false, off: false };

/** A list as JSON has it, which is how `settings list --json` prints one; `null` for a value that begins with a bracket. */
function listIn(text: string): string[] | null {
  if (!text.startsWith('[')) return null;
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every((one) => typeof one === 'string') ? list : null;
  } catch {
    return null;
  }
}

function readValue(field: SettingField, values: readonly string[]): unknown {
  const { path, kind, isOptional } = field;
  const [first = ''] = values;
  if (values.length === 1 && first === 'none') {
    if (kind === 'list' && !isOptional) return [];
    if (isOptional) return null;
  }
  if (kind === 'list') return values.length === 1 ? (listIn(first) ?? values) : values;
  if (values.length > 1) throw new AppError('bad-input', sentence('cli.one-value', { path }));
  if (kind === 'switch') {
    const chosen = words[first.toLowerCase()];
    if (chosen === undefined)
      throw new AppError('bad-input', sentence('cli.on-or-off', { path, given: first }));
    return chosen;
  }
  if (kind !== 'number') return first;
  const number = first.trim() === '' ? Number.NaN : Number(first);
  if (!Number.isFinite(number))
    throw new AppError('bad-input', sentence('cli.takes-number', { path, given: first }));
  return number;
}
