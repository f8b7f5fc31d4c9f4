// What spreadsheets take for the beginning of a formula, also in the wide forms of East Asian keyboards.
const formula = /^'*[=+\-@\t\r\n|%\uff1d\uff0b\uff0d\uff20]/;

/** A text as the cell of a spreadsheet that is shown and never run: an apostrophe says so. */
export function withoutFormula(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

/** The text that {@link withoutFormula} was given. */
export function withFormula(cell: string): string {
  return cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell;
}
