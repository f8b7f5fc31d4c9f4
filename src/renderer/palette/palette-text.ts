/** The words of the palette and of the shortcuts, a part of the catalogue in text.ts. */
export const paletteText = {
  palette: {
    title: 'Command palette',
    hint: 'Page, recording or action',
    nothing: 'No matches.',
    page: 'Page',
    onPage: 'On this page',
    shortcuts: 'Keyboard shortcuts',
    close: 'Close',
    keys: [
      ['Ctrl+K', 'Command palette'],
      ['R', 'Record'],
      ['S', 'Stop'],
      ['/', 'Search'],
      ['J, K', 'Next and previous event in a list of events'],
      ['?', 'These shortcuts'],
      ['Esc', 'Close what is open'],
    ],
  },
} as const;
