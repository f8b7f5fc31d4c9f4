/** A sink or a source, as `pactl list` tells it. */
export type ListedDevice = {
  index: string;
  name: string;
  /** What people call it. */
  title: string;
  isMuted: boolean;
  /** Of the loudest channel; `null` where none is told. */
  volumePercent: number | null;
  /** The source that hears what a sink plays. */
  monitor: string | null;
  /** Whether it is such a source. */
  isMonitor: boolean;
};

/** Reads what `pactl list sinks` or `sources` writes in the language of programmers; the form is the same since 2009. */
export function devicesIn(list: string): ListedDevice[] {
  return list
    .split(/^(?=(?:Sink|Source) #)/m)
    .filter((block) => /^(?:Sink|Source) #/.test(block))
    .map((block) => {
      const field = (name: string): string | null =>
        new RegExp(`^\\t${name}: (.*)$`, 'm').exec(block)?.[1]?.trim() ?? null;
      const percents = [...(field('Volume') ?? '').matchAll(/(\d+)%/g)].map(([, percent]) => Number(percent));
      const monitored = field('Monitor of Sink');
      return {
        index: /#(\d+)/.exec(block)?.[1] ?? '',
        name: field('Name') ?? '',
        title: field('Description') ?? field('Name') ?? '',
        isMuted: field('Mute') === 'yes',
        volumePercent: percents.length === 0 ? null : Math.max(...percents),
        monitor: field('Monitor Source'),
        isMonitor: monitored !== null && monitored !== 'n/a',
      };
    });
}

// What Chromium calls each stream that it records with, on every system with PulseAudio's protocol.
const pageStream = /^\t\tmedia\.name = "RecordStream"$/m;

/** The streams that browsers record with, of what `pactl list source-outputs` writes, each with its source's index. */
export function pageStreamsIn(list: string): Map<string, string> {
  const blocks = list.split(/^(?=Source Output #)/m).filter((block) => pageStream.test(block));
  return new Map(
    blocks.map((block) => [/#(\d+)/.exec(block)?.[1] ?? '', /^\tSource: (\d+)$/m.exec(block)?.[1] ?? '']),
  );
}
