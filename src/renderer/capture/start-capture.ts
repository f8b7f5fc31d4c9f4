import type { SourceName } from '../../shared/sound/audio.ts';
import type { PageLossReason } from '../../shared/sound/capture.ts';
import { pcmFormat } from '../../shared/sound/pcm-format.ts';
import { followDefaultDevice } from './default-device.ts';
import { openStream } from './open-stream.ts';
import type { WorkletMessage } from './pcm-worklet.ts';
import workletUrl from './pcm-worklet.ts?worker&url';

// How much is rendered at once. On a machine that is busy with other things, what is not rendered in time is lost:
// of the sound of a loaded two-core machine the usual 10 ms lost 11 %, 40 ms 2 %, 60 ms nothing. Chromium holds
// 100 ms of a device back at most, so more would lose sound for another reason.
const renderSec = 0.06;

export type CaptureHooks = {
  /** `firstSample` counts what the audio thread saw of this capture. */
  onFrame: (firstSample: number, pcm: ArrayBuffer) => void;
  /** At most once; no frames come afterwards. */
  onLost: (reason: PageLossReason, sentence: string) => void;
};

export type RunningCapture = {
  /** The device, for people. */
  description: string;
  stop(): void;
};

// A muted track is what a device is that another program took, or that is being switched; some come back.
const longestMuteMs = 2_000;

/**
 * Captures a source as 16 kHz mono, from the audio thread. Silence is no loss.
 * @throws DOMException as the browser's capture does
 */
export async function startCapture(source: SourceName, hooks: CaptureHooks): Promise<RunningCapture> {
  const ending = new AbortController();
  const { signal } = ending;
  const stop = (): void => ending.abort();
  const lose = (reason: PageLossReason, sentence: string): void => {
    if (signal.aborted) return;
    stop();
    hooks.onLost(reason, sentence);
  };

  const stream = await openStream(source);
  signal.addEventListener('abort', () => {
    for (const track of stream.getTracks()) track.stop();
  });
  try {
    const [track] = stream.getAudioTracks();
    if (track === undefined)
      throw new DOMException('There is no sound in what was captured', 'NotFoundError');
    watchTrack(track, signal, lose);
    const { deviceId } = track.getSettings();
    const own = { label: track.label, deviceId };
    const description = await followDefaultDevice(source, own, {
      signal,
      onGone: (device) => lose('device-changed', `${device} is gone`),
      onChange: (other) => lose('device-changed', `The sound moved to ${other}`),
    });
    await openGraph(stream, signal, hooks.onFrame, lose);
    return { description, stop };
  } catch (error) {
    stop();
    throw error;
  }
}

function watchTrack(
  track: MediaStreamTrack,
  signal: AbortSignal,
  lose: (reason: PageLossReason, sentence: string) => void,
): void {
  let muted: ReturnType<typeof setTimeout> | undefined;
  track.addEventListener('ended', () => lose('source-ended', 'The device ended the capture'), { signal });
  track.addEventListener(
    'mute',
    () => {
      muted = setTimeout(() => lose('no-frames', 'The device delivers nothing'), longestMuteMs);
    },
    { signal },
  );
  track.addEventListener('unmute', () => clearTimeout(muted), { signal });
  signal.addEventListener('abort', () => clearTimeout(muted));
}

async function openGraph(
  stream: MediaStream,
  signal: AbortSignal,
  onFrame: CaptureHooks['onFrame'],
  lose: (reason: PageLossReason, sentence: string) => void,
): Promise<void> {
  // The browser resamples on its audio thread.
  const context = new AudioContext({ sampleRate: pcmFormat.sampleRateHz, latencyHint: renderSec });
  signal.addEventListener('abort', () => void context.close());
  await context.audioWorklet.addModule(workletUrl);
  const node = new AudioWorkletNode(context, 'pcm', { numberOfInputs: 1, numberOfOutputs: 1 });
  node.port.addEventListener('message', ({ data }: MessageEvent<WorkletMessage>) => {
    if (!signal.aborted) onFrame(data.firstSample, data.pcm);
  });
  node.port.start();
  node.addEventListener('processorerror', () => lose('helper-exited', 'The capture of sound failed'), {
    signal,
  });
  context.createMediaStreamSource(stream).connect(node);
  // What is not connected is not run. The node writes nothing, so nothing is heard.
  node.connect(context.destination);
  await context.resume();
}
