// Whisper takes 224 tokens; a token is four characters of English or a little less.
const mostChars = 200 * 4;

// Names come first, and leave room for the words before.
const mostVocabularyChars = 100 * 4;

/**
 * What an engine is told to expect: names and terms, and the end of the words before, whole words. Words before that are
 * doubted are left out: a model repeats what it is told, mistakes first of all. `null` for nothing.
 */
export function promptOf(
  previous: { text: string; isConfident: boolean } | null,
  vocabulary: readonly string[] = [],
): string | null {
  const names = listUpTo(mostVocabularyChars, vocabulary);
  const before = previous?.isConfident === true ? endOf(previous.text.trim(), mostChars - names.length) : '';
  const prompt = [names, before].filter((part) => part !== '').join(' ');
  return prompt === '' ? null : prompt;
}

function listUpTo(most: number, vocabulary: readonly string[]): string {
  let list = '';
  for (const term of vocabulary) {
    const longer = list === '' ? term : `${list}, ${term}`;
    if (longer.length > most) break;
    list = longer;
  }
  return list === '' ? '' : `${list}.`;
}

function endOf(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = text.slice(-most);
  return end.slice(end.indexOf(' ') + 1);
}
