import type { WhisperHeard } from '../../ports/ports.ts';
import type { RawAnswer } from '../answers/raw/raw-answer.ts';
import type { RawWord } from '../answers/raw/raw-part.ts';

// What whisper.cpp prints of its own tokens, and half a character: a token may end within one.
const noWord = /^\s*(\[_.*\]|<\|.*\|>)?\s*$/;
const broken = '\uFFFD';

/** Words of the pieces; the text itself is whole in any script. */
export function whisperAnswer({ text, language, pieces }: WhisperHeard): RawAnswer {
  const words: RawWord[] = [];
  let isInside = false;
  for (const piece of pieces) {
    if (noWord.test(piece.text) || piece.text.includes(broken)) {
      isInside = false;
      continue;
    }
    const last = words.at(-1);
    const end = piece.endMs / 1_000;
    if (isInside && last !== undefined && !/^\s/.test(piece.text)) {
      last.text += piece.text.trimEnd();
      last.end = end;
    } else words.push({ text: piece.text.trim(), start: piece.startMs / 1_000, end });
    isInside = !/\s$/.test(piece.text);
  }
  return { text: text.trim(), language, words, parts: [] };
}
