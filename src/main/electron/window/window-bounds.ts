import { readFile } from 'node:fs/promises';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';

const rectangleSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
});
export type Rectangle = z.infer<typeof rectangleSchema>;

const windowBoundsSchema = z.object({ bounds: rectangleSchema, isMaximized: z.boolean() });
/** Where the window was when it was last used, in screen coordinates. */
export type WindowBounds = z.infer<typeof windowBoundsSchema>;

/** Smaller, the page cannot be used. */
export const smallestSize = { width: 420, height: 480 };
const firstSize = { width: 1120, height: 760 };
// So much of the title bar has to be on a screen that one can take hold of the window.
const graspable = { width: 100, height: 40 };

/** Size and place for a window; the saved ones, unless no screen shows them any more. */
export function placeWindow(
  saved: WindowBounds | null,
  workAreas: readonly Rectangle[],
): Partial<Rectangle> & { width: number; height: number } {
  if (saved === null) return firstSize;
  const size = {
    width: Math.max(smallestSize.width, saved.bounds.width),
    height: Math.max(smallestSize.height, saved.bounds.height),
  };
  const { x, y } = saved.bounds;
  const isVisible = workAreas.some(
    (area) =>
      x + size.width - graspable.width >= area.x &&
      x + graspable.width <= area.x + area.width &&
      y >= area.y &&
      y + graspable.height <= area.y + area.height,
  );
  return isVisible ? { ...size, x, y } : size;
}

/** A file that is missing or damaged is no loss: the window then opens where the system puts it. */
export async function readWindowBounds(path: string): Promise<WindowBounds | null> {
  try {
    return windowBoundsSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return null;
  }
}

export async function saveWindowBounds(path: string, bounds: WindowBounds): Promise<void> {
  await writeFileAtomic(path, `${JSON.stringify(bounds)}\n`, { mode: 0o600 });
}
