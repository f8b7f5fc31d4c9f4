/** @typedef {import('../../src/main/electron/tray/icon/tray-icons.ts').TrayState} TrayState */

// For a light bar and for a dark one; each colour has a contrast of 3 to 1 or more with the bar.
const light = { ink: '#1b2733', red: '#d92d20', amber: '#c26700', blue: '#175cd3' };
const dark = { ink: '#f4f7fa', red: '#ff6b5e', amber: '#fdb022', blue: '#84caff' };

/** @type {Record<TrayState, keyof typeof light>} */
const accents = {
  idle: 'ink',
  recording: 'red',
  'recording-problem': 'amber',
  offline: 'blue',
  error: 'red',
};

/**
 * The colours of one state, by the bar that it is made for.
 * @param {TrayState} state
 */
export function trayThemes(state) {
  const coloursOf = (/** @type {typeof light} */ theme) => ({
    color: theme.ink,
    '--recording': theme.red,
    '--accent': theme[accents[state]],
  });
  return { light: coloursOf(light), dark: coloursOf(dark) };
}
