import { parseForeignJson } from '../../../shared/protocol/json-shape.ts';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import type { Settings } from '../../../shared/settings/settings.ts';
import { asksFirst } from '../../../shared/settings/targets/target-colour.ts';
import { judgeRestAddress } from '../../../shared/settings/targets/rest-address.ts';
import { adviceText, judgeAddress } from '../../../shared/settings/targets/target-address.ts';
import {
  targetSchema,
  type GivenCredentials,
  type Target,
} from '../../../shared/settings/targets/targets.ts';
import {
  builtInTargetName,
  checkAddress,
  resolveTarget,
} from '../../../shared/settings/targets/resolve-target.ts';
import type { CredentialStore } from './credentials.ts';
import { sentence } from '../../../shared/words/all-words.ts';

/** The targets of the settings, which this feature alone changes. */
export type TargetSettings = {
  read(): Promise<Settings>;
  change(change: (settings: Settings) => { targets?: Target[]; target?: string }): Promise<Settings>;
};

/** What changes about a target; what is absent stays. */
export type TargetChange = { [K in keyof Target]?: Target[K] | undefined };

export type TargetList = {
  /** Adds a target. Answers what is odd about its address. @throws AppError `bad-input` */
  add(target: Target, credentials: GivenCredentials): Promise<string[]>;
  /** Changes a target, its name too. @throws AppError `not-found`, `bad-input` */
  edit(name: string, change: TargetChange, credentials: GivenCredentials): Promise<string[]>;
  /** @throws AppError `not-found`, `bad-input` for one that asks first and was not confirmed */
  remove(name: string, isConfirmed: boolean): Promise<void>;
  /** Makes it the one that Record uses. @throws AppError `not-found` */
  use(name: string): Promise<void>;
  /** Without credentials, as JSON. */
  exportAll(): Promise<string>;
  /** Takes what an older version, or a person, wrote into the settings and is secret, to the keys. */
  moveSecrets(): Promise<void>;
  /** @throws AppError `bad-input` */
  importAll(text: string): Promise<{ added: string[]; changed: string[] }>;
};

export function createTargetList(settings: TargetSettings, credentials: CredentialStore): TargetList {
  async function find(name: string): Promise<Target> {
    const { targets } = await settings.read();
    const target = targets.find((one) => one.name === name);
    if (target !== undefined) return target;
    if (name === builtInTargetName) throw new AppError('bad-input', sentence('target.built-in-stays'));
    const names = targets.map((one) => one.name).join(', ') || 'none yet';
    throw new AppError('not-found', sentence('target.none', { name, known: names }));
  }

  async function save(
    target: Target,
    given: GivenCredentials,
  ): Promise<{ target: Target; advice: string[] }> {
    const { clean, secret, advice } = splitAddress(target);
    const checked = parseTarget(clean);
    const change = { ...secret, ...given };
    if (checked.wsUrl !== null && Object.keys(change).length > 0)
      await credentials.change(checked.name, checked.wsUrl, change);
    return { target: checked, advice };
  }

  return {
    async add(given, credentialsGiven) {
      const { targets } = await settings.read();
      if (given.name === builtInTargetName || targets.some(({ name }) => name === given.name))
        throw new AppError('bad-input', sentence('target.exists-edit', { name: given.name }));
      checkName(given.name);
      const { target, advice } = await save(given, credentialsGiven);
      await settings.change((now) => ({ targets: [...now.targets, target] }));
      return advice;
    },
    async edit(name, change, given) {
      const before = await find(name);
      const named = Object.entries(change).filter(([, value]) => value !== undefined);
      const wanted: Target = { ...before, ...Object.fromEntries(named) };
      // Whatever is wrong with it is said before its credentials go with a new name.
      parseTarget(splitAddress(wanted).clean);
      if (wanted.name !== name) {
        checkName(wanted.name);
        const { targets } = await settings.read();
        if (wanted.name === builtInTargetName || targets.some((one) => one.name === wanted.name))
          throw new AppError('bad-input', sentence('target.exists', { name: wanted.name }));
        await credentials.rename(name, wanted.name);
      }
      const { target, advice } = await save(wanted, given);
      await settings.change((now) => ({
        targets: now.targets.map((one) => (one.name === name ? target : one)),
        target: now.target === name ? target.name : now.target,
      }));
      return advice;
    },
    async remove(name, isConfirmed) {
      const target = await find(name);
      if (asksFirst(target) && !isConfirmed)
        throw new AppError('bad-input', sentence('target.confirm-removal', { name }), {
          action: { do: 'remove-target', target: name },
        });
      await settings.change((now) => ({
        targets: now.targets.filter((one) => one.name !== name),
        target: now.target === name ? builtInTargetName : now.target,
      }));
      await credentials.clear(name);
    },
    async use(name) {
      resolveTarget(name, (await settings.read()).targets);
      await settings.change(() => ({ target: name }));
    },
    async exportAll() {
      const { targets } = await settings.read();
      const clean = targets.map((target) => splitAddress(target).clean);
      return `${JSON.stringify({ format: exportFormat, targets: clean }, null, 2)}\n`;
    },
    async moveSecrets() {
      const { targets } = await settings.read();
      const moved = new Map<string, string>();
      for (const { name, wsUrl } of targets) {
        const judged = wsUrl === null ? null : judgeAddress(wsUrl);
        if (judged?.ok !== true || (judged.login === null && judged.query === null)) continue;
        await credentials.change(name, judged.url, secretOf(judged));
        moved.set(name, judged.url);
      }
      if (moved.size === 0) return;
      await settings.change((now) => ({
        targets: now.targets.map((one) => ({ ...one, wsUrl: moved.get(one.name) ?? one.wsUrl })),
      }));
    },
    async importAll(text) {
      const incoming = parseExport(text);
      const { targets: before } = await settings.read();
      const known = new Map(before.map((target) => [target.name, target]));
      const result = { added: [] as string[], changed: [] as string[] };
      const targets = new Map(known);
      for (const [index, given] of incoming.entries()) {
        checkName(given.name);
        if (incoming.findIndex(({ name }) => name === given.name) !== index)
          throw new AppError('bad-input', sentence('target.twice', { name: given.name }));
        const clean = parseTarget(splitAddress(given).clean);
        const old = known.get(clean.name);
        if (old === undefined) result.added.push(clean.name);
        else if (JSON.stringify(old) !== JSON.stringify(clean)) result.changed.push(clean.name);
        targets.set(clean.name, clean);
      }
      await settings.change(() => ({ targets: [...targets.values()] }));
      return result;
    },
  };
}

const exportFormat = 'scrumbot-targets-1';

function parseExport(text: string): Target[] {
  // Addresses are judged with what is meant, as those that people type.
  const given = targetSchema.extend({
    wsUrl: z.string().nullable(),
    httpUrl: z.string().nullable().optional(),
  });
  const schema = z.object({ targets: z.array(given).max(1_000) });
  let value: unknown;
  try {
    value = parseForeignJson(text);
  } catch (cause) {
    throw new AppError('bad-input', sentence('target.not-json'), { cause });
  }
  if (!z.object({ format: z.literal(exportFormat) }).safeParse(value).success)
    throw new AppError('bad-input', sentence('target.foreign-file', { format: exportFormat }));
  const parsed = schema.safeParse(value);
  if (!parsed.success)
    throw new AppError('bad-input', sentence('target.no-list', { why: z.prettifyError(parsed.error) }));
  const odd = parsed.data.targets.find(({ name, wsUrl }) => name === builtInTargetName || wsUrl === null);
  if (odd !== undefined) throw new AppError('bad-input', sentence('target.no-address', { name: odd.name }));
  return parsed.data.targets;
}

/** Takes what is secret out of an address, and says what is odd about the rest. */
function splitAddress(target: Target): { clean: Target; secret: GivenCredentials; advice: string[] } {
  const { wsUrl } = target;
  const rest = splitRest(target);
  if (wsUrl === null) return { ...rest, secret: {} };
  checkAddress(wsUrl);
  const judged = judgeAddress(wsUrl);
  if (!judged.ok) return { ...rest, secret: {} };
  return {
    clean: { ...rest.clean, wsUrl: judged.url },
    secret: secretOf(judged),
    advice: [...judged.advice.map(adviceText), ...rest.advice],
  };
}

/** What an address holds beside the place, as credentials are given. */
export function secretOf({
  query,
  login,
}: {
  query: string | null;
  login: string | null;
}): Pick<GivenCredentials, 'query' | 'login'> {
  return { ...(query !== null && { query }), ...(login !== null && { login: decodeLogin(login) }) };
}

/** A login in an address is percent-encoded, or was meant to be. */
function decodeLogin(login: string): string {
  try {
    return decodeURIComponent(login);
  } catch {
    return login;
  }
}

function parseTarget(target: Target): Target {
  const parsed = targetSchema.safeParse(target);
  if (!parsed.success)
    throw new AppError(
      'bad-input',
      sentence('target.not-kept', { name: target.name, why: z.prettifyError(parsed.error) }),
    );
  return parsed.data;
}

/** What people said is read from there, so it is encrypted, too; and it is no place for a credential. */
function splitRest(target: Target): { clean: Target; advice: string[] } {
  const { name, httpUrl } = target;
  if (httpUrl === undefined || httpUrl === null) return { clean: target, advice: [] };
  const judged = judgeRestAddress(httpUrl);
  if (!judged.ok) {
    throw new AppError(
      'bad-input',
      sentence('target.bad-rest', { name, problem: judged.problem, meant: judged.proposal ?? '' }),
    );
  }
  return { clean: { ...target, httpUrl: judged.url }, advice: judged.advice.map(adviceText) };
}

function checkName(name: string): void {
  if (!name.includes('://') && name.trim() === name && !/[\p{Cc}\p{Cf}]/u.test(name)) return;
  throw new AppError('bad-input', sentence('target.bad-name'));
}
