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
