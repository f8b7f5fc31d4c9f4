import type { NativeImage as ElectronImage, Size } from 'electron';
import { existsSync, readFileSync } from 'node:fs';
import { Loud, loud } from '../loud.ts';

// Width and height of a PNG are in its first chunk.
const pngSizeAt = 16;
const icoSignature = 0x0001_0000;

/** A picture as its file's bytes; nothing is drawn here. */
class NativeImage
  extends Loud
  implements
    Pick<
      ElectronImage,
      'getSize' | 'isEmpty' | 'isTemplateImage' | 'setTemplateImage' | 'toDataURL' | 'toPNG'
    >
{
  readonly #bytes: Buffer;
  readonly #size: Size | null;
  #isTemplate: boolean;

  constructor(bytes: Buffer, isTemplate = false, size: Size | null = null) {
    super();
    this.#bytes = bytes;
    this.#isTemplate = isTemplate;
    this.#size = size;
  }

  isEmpty(): boolean {
    return this.#bytes.length === 0;
  }

  getSize(): Size {
    if (this.#size !== null) return this.#size;
    if (this.isEmpty()) return { width: 0, height: 0 };
    return { width: this.#bytes.readUInt32BE(pngSizeAt), height: this.#bytes.readUInt32BE(pngSizeAt + 4) };
  }

  setTemplateImage(option: boolean): void {
    this.#isTemplate = option;
  }

  isTemplateImage(): boolean {
    return this.#isTemplate;
  }

  toPNG(): Buffer {
    return Buffer.from(this.#bytes);
  }

  toDataURL(): string {
    return `data:image/png;base64,${this.#bytes.toString('base64')}`;
  }
}

/** A file that is not there, or is no picture, gives an empty image, as in Electron. Icon files are for Windows. */
function createFromPath(path: string): ElectronImage {
  const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  const isPng = bytes.subarray(1, 4).toString('latin1') === 'PNG';
  const isIcon = process.platform === 'win32' && bytes.length > 8 && bytes.readUInt32LE(0) === icoSignature;
  // The size of the first picture; 0 stands for 256.
  const edge = (byte = 0): number => (byte === 0 ? 256 : byte);
  const size = isIcon ? { width: edge(bytes[6]), height: edge(bytes[7]) } : null;
  const known = isPng || isIcon ? bytes : Buffer.alloc(0);
  return new NativeImage(known, /Template(@[\d.]+x)?\.png$/.test(path), size) as unknown as ElectronImage;
}

function createEmpty(): ElectronImage {
  return new NativeImage(Buffer.alloc(0)) as unknown as ElectronImage;
}

/** The pixels as they are: nobody looks at them as a file. */
function createFromBitmap(buffer: Buffer, options: Electron.CreateFromBitmapOptions): ElectronImage {
  const { width, height, scaleFactor = 1 } = options;
  if (buffer.length !== width * height * 4) throw new Error('invalid buffer size');
  const size = { width: width / scaleFactor, height: height / scaleFactor };
  return new NativeImage(buffer, false, size) as unknown as ElectronImage;
}

export const nativeImage = loud('nativeImage', {
  createFromPath,
  createFromBitmap,
  createEmpty,
}) satisfies Pick<typeof Electron.nativeImage, 'createFromPath' | 'createFromBitmap' | 'createEmpty'>;
