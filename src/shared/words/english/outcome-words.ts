import { lengthText } from '../../length-text.ts';
import { counted } from '../../plural.ts';

/** What a finished session has to show for itself. Lengths in seconds. */
export const outcomeWords = {
  'outcome.incomplete': 'The recording is not complete',
  'outcome.incomplete.next': 'Open the session to see what is missing.',
  'outcome.silent': 'The recording is silent',
  'outcome.complete': 'The recording is complete',
  'outcome.no-speech': 'No speech heard',
  'outcome.no-speech.next':
    'Check that the meeting plays on the device that is recorded, and that the right source is chosen.',
  'outcome.no-words': 'No words received',
  'outcome.no-words.stream.next': ({ target }: { target: string }) =>
    `Check that the transcriber of ${target} works, then send the audio again.`,
  'outcome.no-words.direct.next': 'Check the engine, or try another one.',
  'outcome.evidence': ({ parts }: { parts: readonly string[] }) => `${parts.join(', ')}.`,
  'outcome.recorded': (p: { sec: number }) => `${lengthText(p.sec)} recorded`,
  'outcome.speech': (p: { sec: number }) => `${lengthText(p.sec)} of speech`,
  'outcome.words': (p: { words: number; lines: number }) =>
    `${counted(p.words, 'word')} in ${counted(p.lines, 'line')}`,
  'outcome.nothing-to-send': 'nothing to send',
  'outcome.delivered': (p: { done: number; due: number }) =>
    `${p.done} of ${counted(p.due, 'chunk')} delivered`,
  'outcome.unconfirmed': (p: { chunks: number }) => `${p.chunks} unconfirmed`,
  'outcome.transcribed': (p: { done: number; due: number }) =>
    `${p.done} of ${counted(p.due, 'segment')} transcribed`,
  'outcome.gaps': (p: { gaps: number; sec: number }) =>
    p.gaps === 0
      ? 'no gaps'
      : `${counted(p.gaps, 'gap')}${p.gaps === 1 ? ' of' : ','} ${lengthText(p.sec)}${p.gaps === 1 ? '' : ' in all'}`,
} as const;
