import type { Handlers } from '../../../src/shared/contract/contract.ts';
import { AppError } from '../../../src/shared/errors.ts';
import type { Settings } from '../../../src/shared/settings/settings.ts';
import { asksFirst } from '../../../src/shared/settings/targets/target-colour.ts';
import type { Target } from '../../../src/shared/settings/targets/targets.ts';
import { resolveTarget } from '../../../src/shared/settings/targets/resolve-target.ts';
import type { FollowedLog } from '../../../src/shared/settings/targets/processes.ts';
import { sampleFollowedLog, sampleProbe, sampleProcesses } from '../../support/fake-core.ts';

type TargetHandlers = Omit<Pick<Handlers, Extract<keyof Handlers, `targets.${string}`>>, 'targets.list'>;

/** A list of targets that commands change, without a network behind it. */
export function targetAnswers(
  settings: () => Settings,
  save: (targets: Target[], target: string) => void,
): TargetHandlers {
  let followed: FollowedLog | null = null;
  const find = (name: string): Target => resolveTarget(name, settings().targets);
  return {
    'targets.add': ({ target }) => {
      resolveTarget(target.wsUrl, []);
      save([...settings().targets, target], settings().target);
      return Promise.resolve({ advice: [] });
    },
    'targets.edit': ({ name, change }) => {
      const named = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const targets = settings().targets.map((one) => (one.name === name ? { ...one, ...named } : one));
      save(targets, settings().target);
      return Promise.resolve({ advice: [] });
    },
    'targets.remove': ({ name, confirmed }) => {
      if (asksFirst(find(name)) && !confirmed) throw new AppError('bad-input', 'It asks first.');
      save(
        settings().targets.filter((one) => one.name !== name),
        settings().target,
      );
      return Promise.resolve({});
    },
    'targets.use': ({ name }) => {
      save(settings().targets, find(name).name);
      return Promise.resolve({});
    },
    'targets.probe': ({ target }) => Promise.resolve({ ...sampleProbe, target: target ?? 'built-in' }),
    'targets.processes': ({ target }) =>
      Promise.resolve({ ...sampleProcesses, target: target ?? 'built-in' }),
    'targets.followLog': ({ target }) => {
      followed = { ...sampleFollowedLog, target: target ?? 'built-in' };
      return Promise.resolve(followed);
    },
    'targets.followedLog': () => Promise.resolve({ log: followed }),
    'targets.unfollowLog': () => {
      followed = followed === null ? null : { ...followed, isFollowing: false };
      return Promise.resolve({ log: followed });
    },
    'targets.discover': () =>
      Promise.resolve({
        agents: [{ port: 4_040, found: 'an ngrok agent', tunnels: 1 }],
        tunnels: [
          {
            agentPort: 4_040,
            name: 'scrumbot-ws',
            publicUrl: 'https://new.ngrok-free.app',
            localAddress: 'http://localhost:8080',
            service: 'socket',
            wsUrl: 'wss://new.ngrok-free.app/ws',
            httpUrl: null,
          },
        ],
        changed: [],
      }),
    'targets.export': () => Promise.resolve({ fileName: 'scrumbot-targets.json', text: '{}' }),
    'targets.import': () => Promise.resolve({ added: ['imported'], changed: [] }),
  };
}
