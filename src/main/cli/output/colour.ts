import { randomBytes } from 'node:crypto';

const codes = { bold: 1, red: 31, green: 32, yellow: 33, dim: 2 } as const;
export type Colour = keyof typeof codes;

export const colourChoices = ['auto', 'always', 'never'] as const;
export type ColourChoice = (typeof colourChoices)[number];

/**
 * Colours of ours in text whose other control characters are written out: a mark that nobody can guess stands for each
 * until then.
 */
export type Painter = {
  paint(colour: Colour, text: string): string;
  /** The text with colours, or without any. */
  finish(text: string, isOn: boolean): string;
};

export function createPainter(): Painter {
  const mark = `\ue000${randomBytes(8).toString('hex')}`;
  return {
    paint: (colour, text) => `${mark}${codes[colour]};${text}${mark}0;`,
    finish(text, isOn) {
      if (!text.includes(mark)) return text;
      return text
        .split(mark)
        .map((part, index) => {
          if (index === 0) return part;
          const end = part.indexOf(';');
          return isOn ? `\u001b[${part.slice(0, end)}m${part.slice(end + 1)}` : part.slice(end + 1);
        })
        .join('');
    },
  };
}

/** `NO_COLOR` (https://no-color.org) and `FORCE_COLOR` hold unless `--color` says more; without colours wins. */
export function wantsColour(
  choice: ColourChoice,
  place: { isTerminal: boolean; environment: NodeJS.ProcessEnv },
): boolean {
  if (choice !== 'auto') return choice === 'always';
  const { NO_COLOR: off = '', FORCE_COLOR: on = '', TERM: term } = place.environment;
  if (off !== '') return false;
  if (on !== '') return on !== '0' && on !== 'false';
  return place.isTerminal && term !== 'dumb';
}
