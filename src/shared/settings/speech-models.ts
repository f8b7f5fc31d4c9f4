import { z } from 'zod';

/** A Whisper model that can be downloaded, in whisper.cpp's own form. */
export type SpeechModel = {
  /** Its title is in the catalogue, under `model.` and this. */
  name: string;
  languages: string;
  bytes: number;
  licence: string;
  sha256: string;
  file: string;
};

/** Where they lie by themselves; a mirror has the same files. */
export const modelsBaseUrl = 'https://huggingface.co/ggerganov/whisper.cpp/resolve/main';

// Sizes and hashes as several programs pin them independently of each other; the file is checked against both.
export const speechModels: readonly SpeechModel[] = [
  {
    name: 'tiny',
    languages: '99 languages',
    bytes: 32_152_673,
    licence: 'MIT',
    sha256: '818710568da3ca15689e31a743197b520007872ff9576237bda97bd1b469c3d7',
    file: 'ggml-tiny-q5_1.bin',
  },
  {
    name: 'base',
    languages: '99 languages',
    bytes: 59_707_625,
    licence: 'MIT',
    sha256: '422f1ae452ade6f30a004d7e5c6a43195e4433bc370bf23fac9cc591f01a8898',
    file: 'ggml-base-q5_1.bin',
  },
  {
    name: 'small',
    languages: '99 languages',
    bytes: 190_085_487,
    licence: 'MIT',
    sha256: 'ae85e4a935d7a567bd102fe55afc16bb595bdb618e11b2fc7591bc08120411bb',
    file: 'ggml-small-q5_1.bin',
  },
  {
    name: 'large-v3-turbo',
    languages: '100 languages',
    bytes: 574_041_195,
    licence: 'MIT',
    sha256: '394221709cd5ad1f40c46e6031ca61bce88931e6e088c188294c6d5a55ffa7e2',
    file: 'ggml-large-v3-turbo-q5_0.bin',
  },
];

export const speechModelStatusSchema = z.object({
  name: z.string(),
  title: z.string(),
  languages: z.string(),
  bytes: z.number().int(),
  licence: z.string(),
  sha256: z.string(),
  url: z.string(),
  /** `partial`: a download that was stopped, and goes on from there. */
  state: z.enum(['not-there', 'partial', 'downloading', 'ready']),
  /** Bytes that are on disk. */
  storedBytes: z.number().int(),
  path: z.string(),
  /** Why the last download ended early, since the app started. */
  problem: z.string().nullable(),
});
export type SpeechModelStatus = z.infer<typeof speechModelStatusSchema>;
