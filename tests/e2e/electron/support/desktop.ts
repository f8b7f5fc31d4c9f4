import { startTestChromium, type TestChromium } from '../../../electron-host/driver/chromium.ts';
import { startPulse, type PulseServer } from '../../../support/pulse.ts';

/** A machine of the specs' own: what it plays, a microphone, and the Chromium of its windows. */
export type Desktop = {
  chromium: TestChromium;
  /** For the app, and what it starts. */
  environment: NodeJS.ProcessEnv;
  pulse: PulseServer;
  /** Plays a file on the speakers, to its end. */
  play(wavPath: string): Promise<void>;
  /** Says a file into the microphone, to its end. */
  speak(wavPath: string): Promise<void>;
  /** The same again and again, until `over` fires. */
  speakOn(wavPath: string, over: AbortSignal): Promise<void>;
  stop(): Promise<void>;
};

/** What `getDisplayMedia` hears in place of the system's loopback. */
export const loopbackLabel = 'Loopback';

/**
 * Chromium hides the monitors of outputs from pages, so both of its sources are monitors behind another name: of the
 * speakers, and of an output into which the specs speak.
 */
export async function startDesktop(): Promise<Desktop> {
  const pulse = await startPulse();
  const load = (module: string, ...words: string[]): Promise<void> =>
    pulse.control('load-module', module, ...words);
  try {
    await load('module-null-sink', 'sink_name=voice');
    await remap('loopback', 'speakers.monitor', loopbackLabel);
    await remap('microphone', 'voice.monitor', 'Microphone');
    await pulse.control('set-default-sink', 'speakers');
    await pulse.control('set-default-source', 'microphone');
    const chromium = await startTestChromium(pulse.environment);
    return {
      chromium,
      environment: pulse.environment,
      pulse,
      play: (path) => pulse.play(path),
      speak: (path) => pulse.play(path, 'voice'),
      speakOn: (path, over) => pulse.playOn(path, over, 'voice'),
      async stop() {
        await chromium.stop();
        await pulse.stop();
      },
    };
  } catch (error) {
    await pulse.stop();
    throw error;
  }

  function remap(name: string, master: string, label: string): Promise<void> {
    return load(
      'module-remap-source',
      `source_name=${name}`,
      `master=${master}`,
      `source_properties=device.description=${label}`,
    );
  }
}
