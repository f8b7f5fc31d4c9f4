import { createFrameCutter } from './frame-cutter.ts';

// Runs on the audio thread, whose names TypeScript's DOM library does not have.
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

/** What the audio thread says. */
export type WorkletMessage = { firstSample: number; pcm: ArrayBuffer };

// 50 ms at 16 kHz: 20 messages a second.
const frameSamples = 800;
// What a browser renders at once; a block without an input is as long.
const quantum = 128;

class PcmProcessor extends AudioWorkletProcessor {
  readonly #cutter = createFrameCutter(frameSamples, (firstSample, { buffer }) => {
    const message: WorkletMessage = { firstSample, pcm: buffer };
    this.port.postMessage(message, [buffer]);
  });

  process([channels = []]: Float32Array[][]): boolean {
    this.#cutter.push(channels, channels[0]?.length ?? quantum);
    return true;
  }
}

registerProcessor('pcm', PcmProcessor);
