import { copyFile, mkdir, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { AppError, saidBy } from '../../../shared/errors.ts';
import { settingsSchema, type Settings, type SettingsPatch } from '../../../shared/settings/settings.ts';
import type { Target } from '../../../shared/settings/targets/targets.ts';
import type { Logger } from '../log/log.ts';
import { migrateSettings } from './migrate-settings.ts';
import { sentence, say } from '../../../shared/words/all-words.ts';

export type SettingsFile = {
  /** The settings on disk; defaults where there is no file. */
  read(): Promise<Settings>;
  /**
   * Changes a part, the rest stays. Updates run one after another.
   * @throws AppError `bad-input` too, when a value is not allowed
   */
  update(patch: SettingsPatch): Promise<Settings>;
  /** The same for targets, which are changed by the feature that owns them; `change` sees what is stored now. */
  change(change: (settings: Settings) => Partial<Pick<Settings, 'targets' | 'target'>>): Promise<Settings>;
};

export type SettingsHooks = {
  onUpdate?: (settings: Settings) => void;
  /** Hears where a file that could not be understood was moved. */
  onDamaged?: (movedTo: string) => void;
  /** Hears which settings have a value that is not allowed; the rest of the file holds. */
  onDropped?: (dropped: readonly DroppedSetting[]) => void;
};

/**
 * The settings of one user in a JSON file. A file that cannot be understood is moved aside, never overwritten.
 * Both functions throw AppError `storage-failed` when the file cannot be read or written.
 */
export function createSettingsFile(path: string, log: Logger, hooks: SettingsHooks = {}): SettingsFile {
  let last: Promise<unknown> = Promise.resolve();
  let toldOf: string | null = null;
  let hasDropped = false;

  // Reads wait as well: two of them must not move the same damaged file aside.
  function inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = last.then(run, run);
    last = turn.catch(() => undefined);
    return turn;
  }

  async function load(): Promise<Settings> {
    const text = await readText(path);
    if (text === null) return settingsSchema.parse({});
    const parsed = parseSettings(text);
    hasDropped = parsed.ok && parsed.dropped.length > 0;
    if (parsed.ok) {
      tellDropped(text, parsed.dropped);
      return parsed.settings;
    }
    const movedTo = `${path}.damaged-${new Date().toISOString().replaceAll(':', '-')}`;
    await rename(path, movedTo).catch((cause: unknown) => {
      throw unusable(path, cause);
    });
    log.warn({ path, movedTo, problem: parsed.problem }, 'settings could not be read; using defaults');
    hooks.onDamaged?.(movedTo);
    return settingsSchema.parse({});
  }

  /** Once for each state of the file: it is read again and again. */
  function tellDropped(text: string, dropped: readonly DroppedSetting[]): void {
    if (dropped.length === 0 || text === toldOf) return;
    toldOf = text;
    log.warn(
      { path, settings: dropped.map(({ name }) => name) },
      'some settings are not allowed; their defaults are used',
    );
    hooks.onDropped?.(dropped);
  }

  const update = (
    patchOf: (settings: Settings) => SettingsPatch & { targets?: Target[] },
  ): Promise<Settings> =>
    inTurn(async () => {
      const before = await load();
      const settings = changed(before, patchOf(before));
      // What was not allowed would be gone with this: whoever wrote it finds it there.
      if (hasDropped) await copyFile(path, `${path}.before-${new Date().toISOString().replaceAll(':', '-')}`);
      await save(path, settings);
      hooks.onUpdate?.(settings);
      return settings;
    });

  return {
    read: () => inTurn(load),
    update: (patch) => update(() => patch),
    change: update,
  };
}

/** @throws AppError `bad-input` when a value is not allowed */
function changed(settings: Settings, patch: SettingsPatch & { targets?: Target[] }): Settings {
  const parsed = settingsSchema.safeParse({
    ...settings,
    ...patch,
    record: { ...settings.record, ...patch.record },
    stream: { ...settings.stream, ...patch.stream },
    direct: { ...settings.direct, ...patch.direct },
    retention: { ...settings.retention, ...patch.retention },
    alerts: { ...settings.alerts, ...patch.alerts },
    network: { ...settings.network, ...patch.network },
  });
  if (parsed.success) return parsed.data;
  throw new AppError('bad-input', sentence('setting.not-kept', { why: z.prettifyError(parsed.error) }));
}

type ParsedSettings =
  { ok: true; settings: Settings; dropped: DroppedSetting[] } | { ok: false; problem: string };
/** A setting whose value is not allowed; its default is used. */
export type DroppedSetting = { name: string; why: string };

function parseSettings(text: string): ParsedSettings {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, problem: say('settings.not-json') };
  }
  const migrated = migrateSettings(value);
  const parsed = settingsSchema.safeParse(migrated);
  if (parsed.success) return { ok: true, settings: parsed.data, dropped: [] };
  const dropped = parsed.error.issues.map(({ path, message }) => ({ name: path.join('.'), why: message }));
  let rest = parsed as ReturnType<typeof settingsSchema.safeParse>;
  let left = migrated;
  // A list without one of its words may be wrong as a whole.
  for (let round = 0; round < mostRounds && !rest.success; round += 1) {
    left = without(
      left,
      rest.error.issues.map(({ path }) => path),
    );
    rest = settingsSchema.safeParse(left);
  }
  // A version of the future, or no settings at all: nothing of it can be trusted.
  if (!rest.success || dropped.some(({ name }) => name === '' || name === 'version'))
    return { ok: false, problem: z.prettifyError(parsed.error) };
  return { ok: true, settings: rest.data, dropped };
}

const mostRounds = 3;

/** A copy without what is at these paths: the element of a list, or the setting of a part. */
function without(value: unknown, paths: readonly (readonly PropertyKey[])[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const deeper = (key: string): (readonly PropertyKey[])[] =>
    paths.filter((path) => path.length > 1 && String(path[0]) === key).map((path) => path.slice(1));
  const isDropped = (key: string): boolean =>
    paths.some((path) => path.length === 1 && String(path[0]) === key);
  if (Array.isArray(value)) {
    // A part of an element that is wrong makes the element wrong.
    return value.filter((_one, index) => !paths.some((path) => String(path[0]) === String(index)));
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !isDropped(key))
      .map(([key, inner]) => [key, without(inner, deeper(key))]),
  );
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw unusable(path, cause);
  }
}

async function save(path: string, settings: Settings): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFileAtomic(path, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });
  } catch (cause) {
    throw unusable(path, cause);
  }
}

function unusable(path: string, cause: unknown): AppError {
  return new AppError('storage-failed', sentence('setting.file-unusable', { path, why: saidBy(cause) }), {
    cause,
  });
}
