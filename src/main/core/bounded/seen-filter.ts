import { fingerprint } from './fingerprint.ts';

/** Remembers of ever so many texts that they were there, in four bytes each. */
export type SeenFilter = {
  add(text: string): void;
  /** True for every text that was added, and for about one in five thousand that was not. */
  has(text: string): boolean;
};

type Layer = { bits: Uint32Array; mask: number; room: number };

const bitsForText = 32;
const probes = 4;
const firstRoom = 4_096;
const growth = 4;

/** A Bloom filter that grows by layers: one pass over many texts does not know how many there will be. */
export function createSeenFilter(): SeenFilter {
  const layers: Layer[] = [layerFor(firstRoom)];

  return {
    add(text) {
      let layer = layers[0];
      if (layer === undefined || layer.room === 0) {
        layer = layerFor(firstRoom * growth ** layers.length);
        layers.unshift(layer);
      }
      layer.room -= 1;
      const { bits, mask } = layer;
      const [high, low] = fingerprint(text);
      for (let probe = 0; probe < probes; probe += 1) {
        const bit = (placeOf(high, low, probe) & mask) >>> 0;
        bits[bit >>> 5] = (bits[bit >>> 5] ?? 0) | (1 << (bit & 31));
      }
    },
    has(text) {
      const [high, low] = fingerprint(text);
      return layers.some((layer) => mayHave(layer, high, low));
    },
  };
}

function mayHave({ bits, mask }: Layer, high: number, low: number): boolean {
  for (let probe = 0; probe < probes; probe += 1) {
    const bit = (placeOf(high, low, probe) & mask) >>> 0;
    if (((bits[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return false;
  }
  return true;
}

function layerFor(room: number): Layer {
  const bits = room * bitsForText;
  return { bits: new Uint32Array(bits / 32), mask: bits - 1, room };
}

function placeOf(high: number, low: number, probe: number): number {
  return low + Math.imul(probe, high | 1);
}
