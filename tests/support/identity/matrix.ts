import { expect, it } from 'vitest';
import { openSource } from '../../../src/main/core/capture/open-source.ts';
import { createSystemClock } from '../../../src/main/core/lifecycle/time/system-clock.ts';
import type { Capture } from '../../../src/main/core/ports/ports.ts';
import type { SourceName } from '../../../src/shared/sound/audio.ts';
import { captureInMemory } from '../live-source.ts';
import type { Need } from '../machine/find-lacks.ts';
import { describeWith } from '../machine/needs.ts';
import { createHeard, type Heard } from './heard.ts';
import type { DeviceName, SoundMachine } from './sound-machine.ts';

const clock = createSystemClock();

/** What a source became, and which devices are heard in it. */
type Track = ReturnType<typeof captureInMemory> & { heard: Heard };

/** Records a source of such a machine into memory. */
export async function recordTrack(
  machine: SoundMachine,
  kind: SourceName,
  page: Capture | null = null,
): Promise<Track> {
  const source = await openSource(
    { kind },
    {
      clock,
      environment: machine.environment,
      platform: 'linux',
      capture: page,
      onWake: () => () => undefined,
    },
  );
  const track = captureInMemory(source);
  return { ...track, heard: createHeard(track.audio) };
}

/** A device of a kind, the other of that kind, and what the track is called that records it. */
type Kind = {
  source: SourceName;
  other: SourceName;
  first: DeviceName;
  second: DeviceName;
  bystander: DeviceName;
};
const kinds: readonly Kind[] = [
  { source: 'system', other: 'microphone', first: 'speakers', second: 'dock', bystander: 'microphone' },
  { source: 'microphone', other: 'system', first: 'microphone', second: 'headset', bystander: 'speakers' },
];

type Cell = Kind & { machine: SoundMachine; track: Track; change: Change };

/** Nothing here depends on how fast the machine is; the test's own time limit catches a hang. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 200));
}

const said = ({ changes: told }: Track): string => told.map(({ reason }) => reason).join('\n');
const told = ({ track, change }: Cell): Promise<void> => until(() => isTold(change, track));
const heardAgain = ({ track, first }: Cell, sec: number): Promise<void> =>
  until(() => track.heard.seconds(first) >= sec);

/** What happens to the device, and what the track then carries, is told as, and misses. */
type Change = {
  name: string;
  act: (cell: Cell) => Promise<void>;
  story: (kind: Kind) => string[];
  says: RegExp;
  reason: string | null;
};

const changes: readonly Change[] = [
  {
    name: 'removed',
    async act(cell) {
      const { machine, track, first } = cell;
      await machine.remove(first);
      await told(cell);
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      const before = track.heard.seconds(first);
      await machine.add(first);
      await heardAgain(cell, before + 1.5);
    },
    story: ({ first }) => [first, 'silence', first],
    says: /moved|gone/,
    reason: 'device-changed',
  },
  {
    name: 'replaced',
    async act({ machine, track, first, second }) {
      await machine.add(second);
      await machine.makeDefault(first);
      await machine.remove(first);
      await until(() => track.heard.seconds(second) >= 1.5);
    },
    story: ({ first, second }) => [first, 'silence', second],
    says: /moved|gone/,
    reason: 'device-changed',
  },
  {
    name: 'muted',
    async act(cell) {
      const { machine, track, first } = cell;
      await machine.setMuted(first, true);
      await told(cell);
      const before = track.heard.seconds(first);
      await machine.setMuted(first, false);
      await heardAgain(cell, before + 1.5);
    },
    story: ({ first }) => [first, 'silence', first],
    says: /is muted\. Unmute it/,
    reason: null,
  },
  {
    name: 'volume 0',
    async act(cell) {
      const { machine, track, first } = cell;
      await machine.setVolume(first, 0);
      await told(cell);
      const before = track.heard.seconds(first);
      await machine.setVolume(first, 100);
      await heardAgain(cell, before + 1.5);
    },
    story: ({ first }) => [first, 'silence', first],
    says: /volume of the .* is 0 %\. Turn it up/,
    reason: null,
  },
  {
    name: 'suspended',
    async act(cell) {
      const { machine, track, first } = cell;
      await machine.setSuspended(first, true);
      await told(cell);
      const before = track.heard.seconds(first);
      await machine.setSuspended(first, false);
      await heardAgain(cell, before + 1.5);
    },
    story: ({ first }) => [first, 'silence', first],
    says: /No sound came for 2 s/,
    reason: 'no-frames',
  },
  {
    name: 'server restarted',
    async act(cell) {
      const { machine, track, first } = cell;
      await machine.kill();
      await told(cell);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      const before = track.heard.seconds(first);
      await machine.start();
      await machine.makeDefault(first);
      await heardAgain(cell, before + 1.5);
    },
    story: ({ first }) => [first, 'silence', first],
    says: /stopped capturing/,
    reason: 'helper-exited',
  },
  {
    name: 'default changed',
    async act({ machine, track, second }) {
      await machine.add(second);
      await machine.makeDefault(second);
      await until(() => track.heard.seconds(second) >= 1.5);
    },
    story: ({ first, second }) => [first, 'silence', second],
    says: /moved/,
    reason: 'device-changed',
  },
  {
    // The card's device is taken away, and one of another name comes in its place.
    name: 'profile changed',
    async act({ machine, track, first, second }) {
      await machine.remove(first);
      await machine.add(second);
      await machine.makeDefault(second);
      await until(() => track.heard.seconds(second) >= 1.5);
    },
    story: ({ first, second }) => [first, 'silence', second],
    says: /moved|gone/,
    reason: 'device-changed',
  },
];

const cells = kinds.flatMap((kind) =>
  changes.map((change) => ({ kind, change, name: `${kind.source}: ${change.name}` })),
);

const ofLoad = ['frames-lost', 'clock-drift', 'late-start', 'no-frames', 'sleep'];
// A busy machine may miss the frames, or stand still, before it hears why they stay away.
const saidUnderLoad = /No sound came|was asleep|There is no sound/;

const isTold = ({ reason, says }: Change, track: Track): boolean =>
  says.test(said(track)) || (reason !== null && saidUnderLoad.test(said(track)));

/** Without silence, and without the half seconds in which one of its own devices ends and the other begins. */
function devicesOf(story: readonly string[]): string[] {
  const heard = story.filter((now) => now !== 'silence');
  const own = heard.filter(
    (now, at) => now !== [heard[at - 1] ?? '', heard[at + 1] ?? ''].toSorted().join('+'),
  );
  return own.filter((now, at) => now !== own[at - 1]);
}

/** The table of docs/capture.md for one way to record, or some of its cells. */
export function describeIdentity(
  recorder: string,
  needs: readonly Need[],
  create: () => Promise<SoundMachine>,
  isWanted: (cell: string) => boolean = () => true,
): void {
  describeWith(needs, `track identity with ${recorder}`, () => {
    const wanted = cells.filter(({ name }) => isWanted(name));
    it.concurrent.for(wanted)('$name', async ({ kind, change }, { onTestFinished }) => {
      const machine = await create();
      onTestFinished(() => machine.stop());
      await machine.start();
      for (const device of [kind.first, kind.bystander]) {
        await machine.add(device);
        await machine.makeDefault(device);
      }
      const [track, other] = await Promise.all([
        recordTrack(machine, kind.source),
        recordTrack(machine, kind.other),
      ]);
      onTestFinished(async () => {
        for (const either of [track, other]) {
          either.stop();
          await either.done.catch(() => undefined);
        }
      });
      await until(() => track.heard.seconds(kind.first) >= 1);
      await change.act({ ...kind, machine, track, change });
      for (const either of [track, other]) {
        either.stop();
        await either.done;
      }
      const story = track.heard.story();
      expect(devicesOf(story)).toEqual(devicesOf(change.story(kind)));
      expect(isTold(change, track), said(track)).toBe(true);
      const missing = track.gaps.reduce((sum, { sampleCount }) => sum + sampleCount, 0);
      // What a busy machine loses is none of the device's.
      const reasons = new Set(track.gaps.map(({ reason }) => reason));
      // PulseAudio's source of sines makes up for the time in which nobody heard it.
      if (change.reason !== null && kind.source === 'system')
        expect([...reasons].some((reason) => [change.reason, 'no-frames', 'sleep'].includes(reason))).toBe(
          true,
        );
      for (const reason of reasons) expect([change.reason, ...ofLoad]).toContain(reason);
      expect(missing).toBeLessThanOrEqual(track.zeros());
      // The other track is its own device's all the time, or nothing while the server is away.
      expect(other.heard.story().filter((heard) => heard !== 'silence')).not.toContain(kind.first);
      for (const heard of other.heard.windows()) expect([[kind.bystander], []]).toContainEqual(heard);
    });
  });
}
