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

/** `NO_COLOR` (https://no-color.org) holds unless `--color always` or `FORCE_COLOR` says more, which Node heeds alike. */
export function wantsColour(
  choice: ColourChoice,
  place: { isTerminal: boolean; environment: NodeJS.ProcessEnv },
): boolean {
  if (choice !== 'auto') return choice === 'always';
  const { NO_COLOR: off = '', FORCE_COLOR: on = '', TERM: term } = place.environment;
  if (on !== '') return on !== '0' && on !== 'false';
  return place.isTerminal && off === '' && term !== 'dumb';
}

const marks: Readonly<Record<string, Colour>> = { '✓': 'green', '–': 'dim', '!': 'yellow', '✗': 'red' };

/** The marks at the beginnings of lines in their colours. They have no width: it comes when the lines fit. */
export function paintMarks(text: string, painter: Pick<Painter, 'paint'>): string {
  return text.replace(
    /^( *)([✓–!✗])(?= )/gmu,
    (_all, indent: string, mark: string) => indent + painter.paint(marks[mark] ?? 'dim', mark),
  );
}
