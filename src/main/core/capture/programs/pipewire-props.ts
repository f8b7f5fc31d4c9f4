import { z } from 'zod';
import type { SourceName } from '../../../../shared/sound/audio.ts';
import { say } from '../../../../shared/words/all-words.ts';

const nodeSchema = z.object({
  id: z.number(),
  info: z.object({
    props: z.object({ 'node.name': z.string(), 'object.serial': z.number().optional() }),
    params: z
      .object({
        Props: z
          .array(z.object({ mute: z.boolean().optional(), channelVolumes: z.array(z.number()).optional() }))
          .optional(),
      })
      .optional(),
  }),
});

// -50 dB: whoever speaks there is not understood.
const leastVolume = 0.003;

/**
 * What `pw-dump` prints: a list, and a further one for each change that comes while it does. The newest is first.
 * @throws SyntaxError
 */
export function parseDump(printed: string): unknown[] {
  const lists = printed.split(/(?<=^\])\s*$/m).filter((list) => list.trim() !== '');
  return lists.flatMap((list) => JSON.parse(list) as unknown[]).toReversed();
}

const deviceSchema = z.object({
  info: z.object({
    props: z.object({
      'node.name': z.string().min(1),
      'node.description': z.string().optional(),
      'media.class': z.enum(['Audio/Sink', 'Audio/Source', 'Audio/Duplex', 'Audio/Source/Virtual']),
    }),
  }),
});

/** The outputs (`system`) or inputs that `pw-dump` tells of. */
export function devicesOf(dump: unknown, source: SourceName): { name: string; title: string }[] {
  const objects = Array.isArray(dump) ? (dump as unknown[]) : [];
  const found = new Map<string, string>();
  for (const object of objects) {
    const props = deviceSchema.safeParse(object).data?.info.props;
    if (props === undefined || props['node.name'] === 'auto_null') continue;
    const isSink = props['media.class'] === 'Audio/Sink';
    if (props['media.class'] !== 'Audio/Duplex' && isSink !== (source === 'system')) continue;
    if (!found.has(props['node.name']))
      found.set(props['node.name'], props['node.description'] ?? props['node.name']);
  }
  return [...found].map(([name, title]) => ({ name, title }));
}

/** What `pw-dump` says of a node: its id, and why nothing can be heard from it. */
export function silencedByProps(
  dump: unknown,
  source: SourceName,
  name: string,
): { id: string; silencedBy: string | null } {
  const objects = Array.isArray(dump) ? (dump as unknown[]) : [];
  const node = objects
    .map((object) => nodeSchema.safeParse(object))
    .find((parsed) => parsed.data?.info.props['node.name'] === name)?.data;
  if (node === undefined) return { id: '', silencedBy: null };
  const id = String(node.info.props['object.serial'] ?? node.id);
  const what = source === 'system' ? 'output' : 'microphone';
  const props = node.info.params?.Props ?? [];
  if (props.some(({ mute }) => mute === true))
    return { id, silencedBy: say(`device.${what}-muted`, { name }) };
  const volumes = props.flatMap(({ channelVolumes }) => channelVolumes ?? []);
  if (volumes.length === 0 || Math.max(...volumes) >= leastVolume) return { id, silencedBy: null };
  return { id, silencedBy: say(`device.${what}-low`, { name }) };
}
