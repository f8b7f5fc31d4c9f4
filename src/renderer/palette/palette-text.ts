/** The words of the palette and of the shortcuts, a part of the catalogue in text.ts. */
export const paletteText = {
  palette: {
    title: 'Go to or do',
    hint: 'A page, a recording, or what to do',
    nothing: 'Nothing here is called that.',
    page: 'Page',
    shortcuts: 'Keyboard shortcuts',
    close: 'Close',
    keys: [
      ['Ctrl+K', 'Go to or do anything'],
      ['R', 'Record'],
      ['S', 'Stop'],
      ['/', 'Search'],
      ['J, K', 'Next and previous event in a list of events'],
      ['?', 'These shortcuts'],
      ['Esc', 'Close what is open'],
    ],
  },
} as const;
