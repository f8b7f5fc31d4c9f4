import { open, readFile } from 'node:fs/promises';
import { sharedData } from '../support/shared-data.ts';

// Sizes of Whisper small, which takes half a gigabyte: whisper.cpp's header holds them in this order.
const width = 768;
const layers = 12;
const [audioPlaces, textPlaces, words, bands] = [1_500, 448, 51_865, 80];
const header = [words, audioPlaces, width, 12, layers, textPlaces, width, 12, layers, bands, 1];
const headerAt = 4;
const kinds = { f32: 0, f16: 1 } as const;
const bytesOf = { f32: 4, f16: 2 } as const;

type Tensor = { name: string; sizes: readonly number[]; kind: keyof typeof kinds };

/**
 * A Whisper model of half a gigabyte that loads like a real one and knows nothing: whisper.cpp's own test model with the sizes of
 * `small`, and zeros for numbers, which take no room on disk.
 */
export async function plantModel(path: string): Promise<number> {
  const small = await readFile(sharedData.whisperModel);
  for (const [index, value] of header.entries()) small.writeInt32LE(value, headerAt + index * 4);
  const file = await open(path, 'w');
  try {
    await file.write(small, 0, small.length, 0);
    let at = small.length;
    for (const tensor of tensors()) {
      const head = headOf(tensor);
      await file.write(head, 0, head.length, at);
      at += head.length + tensor.sizes.reduce((all, one) => all * one, bytesOf[tensor.kind]);
    }
    await file.truncate(at);
    return at;
  } finally {
    await file.close();
  }
}

function headOf({ name, sizes, kind }: Tensor): Buffer {
  const head = Buffer.alloc(12 + sizes.length * 4);
  head.writeInt32LE(sizes.length, 0);
  head.writeInt32LE(name.length, 4);
  head.writeInt32LE(kinds[kind], 8);
  for (const [index, size] of sizes.entries()) head.writeInt32LE(size, 12 + index * 4);
  return Buffer.concat([head, Buffer.from(name, 'latin1')]);
}

const weights = (name: string, ...sizes: number[]): Tensor => ({
  name: `${name}.weight`,
  sizes,
  kind: 'f16',
});
const floats = (name: string, ...sizes: number[]): Tensor => ({ name, sizes, kind: 'f32' });
const norm = (name: string): Tensor[] => [floats(`${name}.weight`, width), floats(`${name}.bias`, width)];

function attention(name: string): Tensor[] {
  const parts = ['query', 'key', 'value', 'out'];
  return parts.flatMap((part) => [
    weights(`${name}.${part}`, width, width),
    // Keys have no bias.
    ...(part === 'key' ? [] : [floats(`${name}.${part}.bias`, width)]),
  ]);
}

function block(name: string, hasCross: boolean): Tensor[] {
  return [
    ...norm(`${name}.mlp_ln`),
    weights(`${name}.mlp.0`, width, 4 * width),
    floats(`${name}.mlp.0.bias`, 4 * width),
    weights(`${name}.mlp.2`, 4 * width, width),
    floats(`${name}.mlp.2.bias`, width),
    ...norm(`${name}.attn_ln`),
    ...attention(`${name}.attn`),
    ...(hasCross ? [...norm(`${name}.cross_attn_ln`), ...attention(`${name}.cross_attn`)] : []),
  ];
}

function tensors(): Tensor[] {
  const blocks = (side: 'encoder' | 'decoder'): Tensor[] =>
    Array.from({ length: layers }, (_, index) => block(`${side}.blocks.${index}`, side === 'decoder')).flat();
  return [
    floats('encoder.positional_embedding', width, audioPlaces),
    weights('encoder.conv1', 3, bands, width),
    floats('encoder.conv1.bias', 1, width),
    weights('encoder.conv2', 3, width, width),
    floats('encoder.conv2.bias', 1, width),
    ...norm('encoder.ln_post'),
    ...blocks('encoder'),
    floats('decoder.positional_embedding', width, textPlaces),
    weights('decoder.token_embedding', width, words),
    ...norm('decoder.ln'),
    ...blocks('decoder'),
  ];
}
