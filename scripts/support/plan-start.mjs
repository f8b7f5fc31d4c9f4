// Options of `scrumbot run` that mean nothing to the tray app.
const headlessWords = /^--(port|open|json|quiet|log-level|help)\b|^-h$/;

/**
 * What `npm start -- …` asks for: `--headless`, or an option that only the headless host has, means that host.
 * @param {readonly string[]} words
 * @returns {{ headless: boolean, words: string[] }}
 */
export function planStart(words) {
  return {
    headless: words.some((word) => word === '--headless' || headlessWords.test(word)),
    words: words.filter((word) => word !== '--headless'),
  };
}
