import { z } from 'zod';

const deviceName = z.string().min(1).max(500).nullable().default(null);

/** The devices to capture, by the name that the sound server gives them; `null` follows the system's own choice. */
export const soundSettingsSchema = z.object({ system: deviceName, microphone: deviceName });
