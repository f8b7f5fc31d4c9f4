// Control characters but tab and line feed, what steers the direction of writing, invisible separators and tags.
const unseen =
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udc7f]/g;

/**
 * Text of others for a terminal or a text file: what would move the cursor, colour the screen, hide or turn round other
 * text is written out (`\u001b`). Inside of JSON strings that is the same character still.
 */
export function visibleText(text: string): string {
  return text.replace(unseen, (found, at: number) => {
    // A line may end as on Windows.
    if (found === '\r' && text.charCodeAt(at + 1) === 10) return found;
    return Array.from({ length: found.length }, (_unit, index) => escapeOf(found.charCodeAt(index))).join('');
  });
}

/** The same in one line: nobody's title may look like a line of ours. */
export function visibleLine(text: string): string {
  return visibleText(text.replace(/[\r\n\t]+/g, ' '));
}

function escapeOf(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
