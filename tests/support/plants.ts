import fc from 'fast-check';
import { createLeakWatch } from '../../src/main/core/redaction/redaction.ts';

type Planter = { plant: (place: string) => string; planted: Map<string, string> };

/** Plants that are the same for the same seed. */
export function seededPlanter(seed: number): Planter {
  const values = fc.sample(fc.nat(1_000_000), { seed, numRuns: 6_000 });
  let next = 0;
  return planter((most) => (values[next++ % values.length] ?? 0) % (most + 1));
}

/** Shapes of secrets and private values, by the place where they are planted. */
function planter(random: (most: number) => number): Planter {
  const planted = new Map<string, string>();
  const letters = (count: number, of: string): string =>
    Array.from({ length: count }, () => of[random(of.length - 1)]).join('');
  const mixed = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
  const shapes: ((place: string) => string)[] = [
    () => `gsk_${letters(40, mixed)}`,
    () => `sk-proj-${letters(30, mixed)}`,
    () => `Bearer ${letters(24, mixed)}`,
    () => `eyJ${letters(20, mixed)}.${letters(40, mixed)}.${letters(20, mixed)}`,
    () => `Xq${letters(9, 'bcdfghjklmnpqrstvwxz')}`,
    () => `${letters(7, 'qxzvw')}@${letters(6, 'qxzvw')}.example.com`,
    () => `AKIA${letters(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`,
    () => `https://us02web.zoom.us/j/9${letters(10, '0123456789')}?pwd=${letters(12, mixed)}`,
    () => `mysql://root:${letters(6, mixed)}@/${letters(5, mixed)}@db.example.com:4000/x`,
    () => letters(32, '0123456789abcdef'),
    () => letters(20, mixed),
    () => `-----BEGIN PRIVATE KEY-----\n${letters(60, mixed)}\n-----END PRIVATE KEY-----`,
    () => `Kqz${letters(6, 'bcdfgjkpqvwxz')} Vrx${letters(6, 'bcdfgjkpqvwxz')}`,
    () => `password=${letters(10, mixed)}`,
    () => `ghp_${letters(36, mixed)}`,
    () => `203.0.${random(200) + 50}.${random(200) + 50}`,
  ];
  const plant = (place: string): string => {
    const known = planted.get(place);
    if (known !== undefined) return known;
    const value = (shapes[random(shapes.length - 1)] ?? String)(place);
    planted.set(place, value);
    return value;
  };
  return { plant, planted };
}

/** The parts of a planted value that must not survive: all of it, and its telling pieces. */
function tellingPieces(value: string): string[] {
  return [
    value,
    ...value.split(/[^A-Za-z0-9_-]+/).filter((piece) => piece.length >= 9 && piece !== 'us02web'),
  ].filter((piece) => !['-----BEGIN', '-----END'].includes(piece));
}

export function survivors(texts: Map<string, string>, planted: Map<string, string>): string[] {
  const watched = [...planted].flatMap(([place, value]) =>
    tellingPieces(value).map((piece) => ({ value: piece, rule: `${place}: ${piece}` })),
  );
  return [...texts].flatMap(([file, text]) => {
    const found = createLeakWatch(watched).stream()(text);
    return found === null ? [] : [`${file} has ${found}`];
  });
}
