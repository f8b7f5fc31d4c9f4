import { z } from 'zod';

/** What the page needs to know of the desktop that it runs on. */
export const desktopFactsSchema = z.object({
  /** `null` where the app cannot see to it. */
  openAtLogin: z.boolean().nullable(),
  /** Without a tray icon the window is all there is of the app; `null` without a desktop. */
  hasTray: z.boolean().nullable(),
  /** Whether the system's settings have a page where recording of sound is allowed. */
  hasSoundSettings: z.boolean(),
  /** Whether a session's folder can be shown in the file manager. */
  canShowFolders: z.boolean(),
});
export type DesktopFacts = z.infer<typeof desktopFactsSchema>;
