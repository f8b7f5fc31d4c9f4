/**
 * Makes tests/bench/silero-labels.ts anew. Model and runtime take 150 MB, so they are no dependencies of the project;
 * they go into a folder of their own:
 *
 *     npm install --prefix FOLDER @ricky0123/vad-web@0.0.31 onnxruntime-web@1.30.0
 *     npm exec -- node scripts/silero-labels.mjs FOLDER
 *
 * "git diff" is empty afterwards, unless the recording, the model or the threshold is another.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * What is used of the runtime.
 *
 * @typedef {{ data: ArrayLike<number> }} Tensor
 * @typedef {{ run(inputs: Record<string, Tensor>): Promise<{ output: Tensor, stateN: Tensor }> }} Session
 * @typedef {{
 *   InferenceSession: { create(model: Uint8Array): Promise<Session> },
 *   Tensor: new (type: string, data: Float32Array | BigInt64Array, dims: number[]) => Tensor,
 * }} Runtime
 */

const recording = fileURLToPath(new URL('../../shared/data/audio/sprint-planning.wav', import.meta.url));
const labels = fileURLToPath(new URL('../tests/bench/silero-labels.ts', import.meta.url));
const rateHz = 16_000;
const windowSamples = 512;
// The model is also given what came just before a window.
const contextSamples = 64;
const threshold = 0.5;
const lineLength = 99;

/**
 * The samples of a WAV file of 16 kHz mono PCM16.
 *
 * @param {Buffer} wav
 */
function samplesOf(wav) {
  let at = 12;
  while (at + 8 <= wav.length && wav.toString('latin1', at, at + 4) !== 'data') {
    at += 8 + wav.readUInt32LE(at + 4);
  }
  const length = Math.min(wav.readUInt32LE(at + 4), wav.length - at - 8);
  return Float32Array.from({ length: length >> 1 }, (_, i) => wav.readInt16LE(at + 8 + 2 * i) / 32_768);
}

/**
 * Whether there is speech in each window.
 *
 * @param {Runtime} runtime
 * @param {Uint8Array} model
 * @param {Float32Array} samples
 */
async function judge({ InferenceSession, Tensor }, model, samples) {
  const session = await InferenceSession.create(model);
  const sr = new Tensor('int64', BigInt64Array.of(BigInt(rateHz)), []);
  /** @type {Tensor} */
  let state = new Tensor('float32', new Float32Array(2 * 128), [2, 1, 128]);
  const input = new Float32Array(contextSamples + windowSamples);
  const decisions = [];
  for (let at = 0; at + windowSamples <= samples.length; at += windowSamples) {
    input.copyWithin(0, windowSamples);
    input.set(samples.subarray(at, at + windowSamples), contextSamples);
    const answer = await session.run({
      input: new Tensor('float32', input, [1, input.length]),
      state,
      sr,
    });
    state = answer.stateN;
    decisions.push((answer.output.data[0] ?? 0) >= threshold);
  }
  return decisions;
}

/**
 * The lengths of runs in turns, the first of silence.
 *
 * @param {readonly boolean[]} decisions
 */
function runsOf(decisions) {
  const runs = [0];
  for (const isSpeech of decisions) {
    if (isSpeech !== (runs.length % 2 === 0)) runs.push(0);
    runs.push((runs.pop() ?? 0) + 1);
  }
  return runs;
}

/** @param {readonly number[]} numbers */
function wrapped(numbers) {
  const lines = [''];
  for (const number of numbers) {
    const longer = `${lines.at(-1)} ${number}`.trim();
    if (longer.length > lineLength) lines.push(String(number));
    else lines[lines.length - 1] = longer;
  }
  return lines.join('\n');
}

const [folder] = process.argv.slice(2);
if (folder === undefined || !existsSync(join(folder, 'node_modules'))) {
  process.stderr.write(
    'Name the folder with model and runtime; the top of this script says how to make it.\n',
  );
  process.exitCode = 2;
} else if (!existsSync(recording)) {
  process.stderr.write(`${recording} is not there: the labels are those of that recording.\n`);
  process.exitCode = 2;
} else {
  const packages = join(resolve(folder), 'node_modules');
  /** @type {unknown} */
  const loaded = createRequire(join(packages, '.'))('onnxruntime-web');
  const runtime = /** @type {Runtime} */ (loaded);
  const model = readFileSync(join(packages, '@ricky0123/vad-web/dist/silero_vad_v5.onnx'));
  const runs = runsOf(await judge(runtime, model, samplesOf(readFileSync(recording))));
  const source = readFileSync(labels, 'utf8');
  writeFileSync(labels, source.replace(/`[^`]*`/, `\`\n${wrapped(runs)}\n\``));
}
