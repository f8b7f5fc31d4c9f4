import { nativeImage, type NativeImage } from 'electron';
import type { TargetColour } from '../../../../shared/settings/targets/target-colour.ts';
import { dotPixels } from './dot-pixels.ts';

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
