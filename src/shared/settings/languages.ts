/** Every language that Whisper knows, by the codes that it takes. */
const whisperCodes =
  'en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th ur hr bg lt la mi ml cy sk te fa lv bn sr az sl kn et mk br eu is hy ne mn bs kk sq sw gl mr pa si km sn yo so af oc ka be tg sd gu am yi lo uz fo ht ps tk nn mt sa lb my bo tl mg as tt haw ln ha ba jw su yue'.split(
    ' ',
  );

// Names in Whisper's answers that are not the ones of the Unicode consortium, and codes that were renamed.
const otherNames: Readonly<Record<string, string>> = {
  mandarin: 'zh',
  'chinese (mandarin)': 'zh',
  valencian: 'ca',
  flemish: 'nl',
  haitian: 'ht',
  'haitian creole': 'ht',
  letzeburgesch: 'lb',
  pushto: 'ps',
  panjabi: 'pa',
  moldavian: 'ro',
  moldovan: 'ro',
  sinhalese: 'si',
  castilian: 'es',
  myanmar: 'my',
  burmese: 'my',
  nynorsk: 'nn',
  bokmål: 'no',
  maori: 'mi',
  javanese: 'jw',
  faroese: 'fo',
  tagalog: 'tl',
  filipino: 'tl',
  farsi: 'fa',
  // Countries that people write for their language, where no language has that code.
  jp: 'ja',
  kr: 'ko',
  cn: 'zh',
  cz: 'cs',
  ua: 'uk',
  gr: 'el',
  dk: 'da',
  vn: 'vi',
  gb: 'en',
  iw: 'he',
  in: 'id',
  ji: 'yi',
  jv: 'jw',
  nb: 'no',
  fil: 'tl',
  sh: 'sr',
};

let names: ReadonlyMap<string, string> | null = null;

/** English names and each language's own. */
function namesOfLanguages(): ReadonlyMap<string, string> {
  if (names !== null) return names;
  const english = new Intl.DisplayNames(['en'], { type: 'language' });
  names = new Map([
    ...whisperCodes.flatMap((code): [string, string][] => {
      const tag = code === 'jw' ? 'jv' : code;
      const own = new Intl.DisplayNames([tag], { type: 'language' }).of(tag);
      return [english.of(tag), own].flatMap((name) =>
        name === undefined ? [] : [[name.toLowerCase(), code]],
      );
    }),
    ...Object.entries(otherNames),
  ]);
  return names;
}

/**
 * The code that Whisper takes for a language by its code, its regional form (`en-US`, `pt_BR`), its three letters (`deu`, `yue`)
 * or its name; `null` for what is none.
 */
export function languageCode(given: string): string | null {
  // `de_DE.UTF-8` and `de_DE@euro` are what a system calls it; `Chinese (Simplified)` is Chinese.
  const text = given
    .trim()
    .toLowerCase()
    .replace(/[.@].*$|\s*\(.*\)$/, '');
  if (whisperCodes.includes(text)) return text;
  // "Brazilian Portuguese" is told by its last word.
  const known = namesOfLanguages();
  const named = known.get(text) ?? known.get(/ (\S{4,})$/.exec(text)?.[1] ?? '');
  if (named !== undefined) return named;
  try {
    // Makes two letters of three, and of a regional form its language.
    const { language } = new Intl.Locale(text.replaceAll('_', '-'));
    if (whisperCodes.includes(language)) return language;
    return namesOfLanguages().get(language) ?? null;
  } catch {
    return null;
  }
}
