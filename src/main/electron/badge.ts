import { nativeImage, type NativeImage } from 'electron';
import type { TargetColour } from '../../shared/target-colour.ts';

// Blue, green and amber stand apart for most colour-blind people too; the name beside it says the rest.
const colours: Readonly<Record<TargetColour, readonly [number, number, number]>> = {
  blue: [0x2f, 0x80, 0xed],
  green: [0x2b, 0x9a, 0x57],
  amber: [0xe0, 0x8a, 0x00],
  red: [0xd3, 0x3b, 0x2f],
};

const sizePx = 24;

/** A dot of 12 points for a menu entry. */
export function badgeImage(colour: TargetColour): NativeImage {
  return nativeImage.createFromBitmap(dotPixels(colours[colour], sizePx), {
    width: sizePx,
    height: sizePx,
    scaleFactor: 2,
  });
}

/** A filled circle with a soft edge, as premultiplied BGRA. */
export function dotPixels([red, green, blue]: readonly [number, number, number], size: number): Buffer {
  const pixels = Buffer.alloc(size * size * 4);
  const centre = (size - 1) / 2;
  const radius = size / 2 - 2;
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const inside = radius + 0.5 - Math.hypot(x - centre, y - centre);
      const alpha = Math.max(0, Math.min(1, inside));
      pixels.set(
        [blue, green, red, 255].map((value) => Math.round(value * alpha)),
        (y * size + x) * 4,
      );
    }
  }
  return pixels;
}
