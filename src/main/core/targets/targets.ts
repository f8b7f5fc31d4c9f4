/**
 * The places where audio goes: their list, their credentials, which one is used, and whether they answer.
 * Needs the settings, a place for secrets, and the network.
 * Owns the `targets` of the settings and the keys named `target:…`.
 */
import type { Handlers } from '../../../shared/contract/contract.ts';
import { AppError, messageOf } from '../../../shared/errors.ts';
import type { ProbeReport } from '../../../shared/settings/targets/probe.ts';
import { asksFirst, targetColour } from '../../../shared/settings/targets/target-colour.ts';
import { judgeAddress } from '../../../shared/settings/targets/target-address.ts';
import type { ShownTarget, Target } from '../../../shared/settings/targets/targets.ts';
import { builtInTargetName, resolveTarget } from '../../../shared/settings/targets/resolve-target.ts';
import type { Clock, Secrets } from '../ports/ports.ts';
import type { Logger } from '../log/log.ts';
import type { Dial, Network, RestPlace } from '../network/network.ts';
import { createCredentialStore } from './credentials.ts';
import { agentPorts, discoverTunnels } from './discover.ts';
import { createTargetList, secretOf, type TargetSettings } from './target-list.ts';
import { sentence } from '../../../shared/words/all-words.ts';

export type TargetsNeeds = {
  settings: TargetSettings;
  secrets: Secrets;
  log: Logger;
  network: Network;
  clock: Clock;
  version: string;
  /** A built-in backend for one look at it. */
  startBuiltIn: () => Promise<{ url: string; stop: () => Promise<void> }>;
  /** Where agents of ngrok answer. */
  agentPorts?: readonly number[];
};

/** A target and how it is reached; the built-in one is reached where it runs. `rest` where that address is known. */
export type ReadyTarget = { target: Target; dial: Dial | null; rest: RestPlace | null };

type TargetHandlers = Pick<
  Handlers,
  | 'targets.list'
  | 'targets.add'
  | 'targets.edit'
  | 'targets.remove'
  | 'targets.use'
  | 'targets.probe'
  | 'targets.discover'
  | 'targets.export'
  | 'targets.import'
>;

export type Targets = {
  /**
   * By name or address. What is secret in an address is kept with the keys, so that what is recorded for it can be sent
   * later.
   * @throws AppError `not-found`, `bad-input`
   */
  ready(nameOrUrl: string | undefined): Promise<ReadyTarget>;
  handlers: TargetHandlers;
};

export function startTargets(needs: TargetsNeeds): Targets {
  const { settings, network } = needs;
  const credentials = createCredentialStore(needs.secrets);
  const list = createTargetList(settings, credentials);

  // Once, before anybody sees the list. The settings stay as they are where keys cannot be kept.
  let moving: Promise<void> | undefined;
  const moved = (): Promise<void> =>
    (moving ??= list.moveSecrets().catch((error: unknown) => {
      needs.log.warn(
        { problem: messageOf(error) },
        'credentials in the settings could not be kept elsewhere',
      );
    }));

  async function ready(nameOrUrl: string | undefined): Promise<ReadyTarget> {
    await moved();
    const { target: current, targets } = await settings.read();
    const target = resolveTarget(nameOrUrl ?? current, targets);
    if (target.wsUrl === null) return { target, dial: null, rest: null };
    const judged = judgeAddress(target.wsUrl);
    if (!judged.ok)
      throw new AppError(
        'bad-input',
        sentence('target.bad-address', { name: target.name, problem: judged.problem }),
      );
    const given = secretOf(judged);
    if (Object.keys(given).length > 0) await credentials.change(target.name, judged.url, given);
    const dial = await dialOf(target, judged.url);
    return { target: { ...target, wsUrl: judged.url }, dial, rest: restOf(target, dial) };
  }

  function restOf({ httpUrl, proxy, caFile }: Target, dial: Dial): RestPlace | null {
    if (httpUrl == null) return null;
    const base = httpUrl.replace(/\/{1,9}$/, '');
    const isSameOrigin = new URL(base).origin === new URL(dial.url).origin.replace(/^ws/, 'http');
    const own = { proxy: proxy ?? null, caFile: caFile ?? null };
    return {
      base,
      headers: isSameOrigin ? dial.headers : {},
      findRoute: () => network.routeTo(base, own),
    };
  }

  async function dialOf(target: Target, url: string): Promise<Dial> {
    const { query, headers } = await credentials.read(target.name, url);
    const own = { proxy: target.proxy ?? null, caFile: target.caFile ?? null };
    return {
      url: query === null ? url : `${url}?${query}`,
      headers,
      findRoute: () => network.routeTo(url, own),
    };
  }

  async function show(target: Target): Promise<ShownTarget> {
    const judged = target.wsUrl === null ? null : judgeAddress(target.wsUrl);
    return {
      ...target,
      // An older version kept what people typed.
      wsUrl: judged?.ok === true ? judged.url : target.wsUrl,
      badge: targetColour(target),
      asksFirst: asksFirst(target),
      credentials: target.wsUrl === null ? [] : await credentials.list(target.name),
    };
  }

  async function probe(nameOrUrl: string | undefined): Promise<ProbeReport> {
    const { target, dial } = await ready(nameOrUrl);
    const { probeTarget } = await import('./probe/probe.ts');
    if (dial !== null) return probeTarget(target, dial, needs);
    const builtIn = await needs.startBuiltIn();
    try {
      const url = builtIn.url;
      return await probeTarget(target, { url, headers: {}, findRoute: () => network.routeTo(url) }, needs);
    } finally {
      await builtIn.stop();
    }
  }

  async function listAll(): Promise<{ targets: ShownTarget[]; current: string }> {
    await moved();
    const { targets, target: current } = await settings.read();
    const all: Target[] = [{ name: builtInTargetName, wsUrl: null }, ...targets];
    return { targets: await Promise.all(all.map(show)), current };
  }

  void moved();
  return {
    ready,
    handlers: {
      'targets.list': listAll,
      'targets.add': async ({ target, credentials: given }) => ({ advice: await list.add(target, given) }),
      'targets.edit': async ({ name, change, credentials: given }) => ({
        advice: await list.edit(name, change, given),
      }),
      'targets.remove': async ({ name, confirmed }) => {
        await list.remove(name, confirmed);
        return {};
      },
      'targets.use': async ({ name }) => {
        await list.use(name);
        return {};
      },
      'targets.probe': ({ target }) => probe(target),
      'targets.discover': async () =>
        discoverTunnels((await settings.read()).targets, needs.agentPorts ?? agentPorts),
      'targets.export': async () => ({ fileName: 'scrumbot-targets.json', text: await list.exportAll() }),
      'targets.import': ({ text }) => list.importAll(text),
    },
  };
}
