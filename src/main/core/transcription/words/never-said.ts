import { plainWordsOf } from '../../speech/speech.ts';

/** `[BLANK_AUDIO]`, `(music)`, `♪ … ♪`, `*applause*`: what an engine says of a sound that is no speech. */
export function isMarker(text: string): boolean {
  const plain = text
    .trim()
    // Captions begin so where somebody else speaks.
    .replace(/^(>+|[-–—•])\s*/u, '')
    .replace(/[\s.,!…]+$/u, '');
  if (!/[\p{L}\p{N}]/u.test(text)) return text.trim() !== '';
  const open = '\\[【［（({<«*♪♫♬🎵_~#';
  if (new RegExp(`^[^${open}]`, 'u').test(plain)) return false;
  const rest = plain
    .replace(/[♪♫♬🎵]+[^♪♫♬🎵]*(?:[♪♫♬🎵]+|$)/gu, ' ')
    .replace(
      /\[[^\]]*\]|【[^】]*】|［[^］]*］|（[^）]*）|\([^)]*\)|<\|?[^>]*>|\{[^}]*\}|\*+[^*]*\*+|_+[^_]+_+|#+[^#]+#+/gu,
      ' ',
    );
  return !/[\p{L}\p{N}]/u.test(rest);
}

// Lines that end videos and subtitles, which Whisper models were trained on; nobody says them in a meeting.
const videoEnds = [
  /^thank(s| you)( (so|very) much)?( guys| everyone| all)? for (watching|viewing)( (this|the|my|our|all)( \w+)? (videos?|episodes?|show|tutorials?))?( everyone| everybody| guys| all)?( (and|please|don t|i ll|see|bye|have|subscribe|like)\b.*)?$/,
  /^(please )?(like and |don t forget to )?(like |share |comment |and )*subscribe\b( (to|and) .*)?$/,
  /^((i|we) ll )?see you (guys )?(all )?(in|on) (the|my|our) next (video|episode|one)$/,
  /^(sub|closed )?(titles?|captions?|captioning|subtitles?|transcript(ion)?|translation|translated|transcribed)( is| are| was| were)? ?(by|provided by|made by|created by)\b/,
  /amara ?org|castingwords|otter ai|sous ?titreur|dimatorzok|opensubtitles|zeoranger|qtss|authorwave|mooji org|bf watch tv/,
  /^[©℗] .{0,30}(19|20)\d\d$/,
  /^copyright ((wdr|swr|zdf|ard|ndr|br|mdr|orf|srf|bbc) ?(19|20)\d\d|australian broadcasting)/,
  /^(wdr|swr|zdf|ard|ndr|mdr|orf|tv gelderland) (mediagroup gmbh )?(im auftrag des \w+ )?20\d\d$/,
  /^untertitel(ung)?( \S+)? (im auftrag|aufgrund|der|von|des|durch|bereitgestellt)\b/,
  /^untertitel(ung)? (zdf|br|wdr|ndr|swr|mdr|ard|orf|srf|hr|rbb|funk)( .*)?20\d\d$/,
  /^(vielen dank|danke( schön)?) (fürs|für das|für s) (zuschauen|zusehen|ansehen)\b/,
  /^(und )?(abonniert|abonnieren sie) (den|meinen|unseren) kanal/,
  /^(wir sehen uns|bis) (im|zum) nächsten video$/,
  /^sous ?titr(es|age)\b/,
  /^(merci|merci beaucoup) (d avoir (regardé|visionné)|à tous d avoir|pour (votre visionnage|avoir regardé))/,
  /^(n oubliez pas de vous abonner|abonnez vous)\b/,
  /^(c est la fin de cette vidéo|(on se retrouve|à bientôt) (dans|pour) une (prochaine|nouvelle) vidéo)/,
  /^(subtítulos|subtitulado|transcripción) (por|de|realizados?|creados?)\b/,
  /^(muchas )?gracias por (ver|mirar)( (el|este|mi|nuestro|los|mis) v[ií]deos?| hasta el final)?$/,
  /^(no (te )?olvid(es|en|éis) (de )?)?suscr[ií]b(e|a|i)(te|rse|rte|nse)?\b( .*(canal|v[ií]deo|like))?$/,
  /^(nos vemos en|hasta) el (próximo|siguiente) v[ií]deo$/,
  /^(legendas?|legendado|transcrição) (pela|por|de|adriana)\b/,
  /^(muito )?obrigad[oa]s? por (assistir|assistirem|ver (o|este) v[ií]deo)\b/,
  /^(e aí (pessoal|galera) )?(inscreva se|se inscreva|se inscrevam) (no|em) (meu |nosso )?canal\b/,
  /^(nos vemos no|até o) próximo v[ií]deo$/,
  /^sottotitoli (creati|e revisione|a cura|di)\b/,
  /^grazie (a tutti )?per (aver guardato|la visione|averci seguit)/,
  /^(iscriviti|iscrivetevi) al (nostro |mio )?canale/,
  /^ci vediamo (nel|al) prossimo video$/,
  /^(ondertitel(s|d|ing)|bedankt voor het kijken)\b/,
  /^(napisy (stworzone|autor|by)|dziękuję za (oglądanie|obejrzenie)|dzięki za (oglądanie|obejrzenie))/,
  /^(teksting|tekstet|undertekster|undertexter|undertekstning) (av|af|från|fra)\b|^tack för att (ni|du) (har )?titta(t|de)$/,
  /^titulky vytvořil/,
  /^(субтитры|редактор субтитров|корректор субтитров)( |$)/,
  /^(спасибо|благодарю) за (просмотр|внимание к видео)/,
  /^(подписывайтесь|подпишитесь) на (мой |наш )?канал/,
  /^(продолжение следует|(до встречи|увидимся) в следующем видео)$/,
  /^(позитивная|динамичная|спокойная|тревожная|грустная|вес[её]лая|торжественная|напряж[её]нная|лирическая|интригующая|драматичная) музыка$/,
  /^дякую за перегляд|^дякуємо за перегляд/,
  /^(altyazı|i?̇?zlediğiniz için teşekkür|abone olmayı unutmayın|kanalıma abone)/,
  /^ترجمة (نانسي|[أا]حمد|محمد|سارة)( |$)|^(لا تنسوا )?(الاشتراك|اشترك(وا)?) (في|بال) ?(ال)?قنا|^شكرا? (على|لل?) ?(ال)?مشاهد/,
  /(دیکھنے|سننے) (کے لیے|کا) (بہت )?شکریہ/,
  /(देखने|वीडियो) के लिए (आपका )?(बहुत )?(धन्यवाद|शुक्रिया)|(चैनल|वीडियो) को (लाइक|सब्सक्राइब)|^अगले वीडियो में मिल/,
  /(দেখার জন্য|ভিডিওটি দেখার) .{0,20}ধন্যবাদ|চ্যানেল(টি|টিকে)? .{0,20}সাবস্ক্রাইব/,
  /^(terima kasih (sudah |telah |karena )?(menonton|telah menonton)|jangan lupa (like|subscribe)|sampai jumpa di video)/,
  /^(hãy subscribe|cảm ơn (các bạn )?đã (theo dõi|xem)|hẹn gặp lại các bạn)/,
  /^(請|请)?不吝(點讚|点赞)|明鏡與點點|明镜与点点|^字幕(志愿者|志願者|组|組|製作|制作|提供)( |$)|^字幕(由.{0,20}(提供|制作|製作)|by)|^中文字幕/,
  /^(谢谢|謝謝|感谢|感謝|多谢|多謝)(大家|您|你|各位|你们|你們)?(的)?(观看|觀看|收看|收听|收聽)/,
  /^(請|请)?(订阅|訂閱)(我|我们|我們)?的?(频道|頻道)|^(我们|我們)?下期(节目|節目|视频|影片)?(再见|再見)$|^以上言论不代表本台/,
  /^(作詞|作词|詞曲|词曲|作曲|編曲|编曲)( \S{1,8}){1,6}$/,
  /優優獨播劇場|优优独播剧场|yoyo television series/,
  /(視聴|ご覧いただき|最後まで(ご視聴|見て)).{0,12}ありがとうござい|チャンネル登録.{0,12}(お願い|よろしく)|^次回もお楽しみに$|^次の動画(で|も)/,
  /^(시청해 ?주셔서|봐주셔서|끝까지 시청해).{0,6}(감사합니다|고맙습니다)|(구독|좋아요).{0,12}(부탁|눌러 ?주|해 ?주세요)|^(한글 ?)?자막 ?(by|제공|제작)/,
  /^(mbc|kbs|sbs|ytn|jtbc) ?뉴스 ?\S{2,5}입니다$|^다음 (영상|비디오)에서 (만나|뵙)|^이 영상은 유료 ?광고|^영상 ?편집 및 자막/,
  /^υπότιτλοι( |$)|תודה על הצפייה/,
  /^(ขอบคุณที่รับชม|โปรดติดตามตอนต่อไป|อย่าลืมกด(ไลค์|ไลก์|แชร์|ติดตาม))/,
];

// What models that chat say in place of words.
const excuses = [
  /^(i m|i am) (sorry|unable|not able)( but)?( i)? ?(can ?t|can ?not|am unable to|m unable to|am not able to|m not able to|to)? ?(transcribe|process (the |this |that )?audio|listen to (the |this |that )?audio|hear (the |this |that )?audio)\b/,
  /^(sorry )?i (can ?t|can ?not) (transcribe|process (the |this |that )?audio|listen to (the |this |that )?audio)\b/,
  /^as an? (ai|artificial intelligence|language model)( language)?( model| assistant)?\b/,
  /^(please )?(provide|upload|share) (me )?(with )?(the|an) audio( file| clip)?\b/,
  /^(here is|here s|sure here (is|s)) (the|a) (verbatim )?(transcription|transcript)( of (the|this|your) (audio|recording)( file| clip)?)?$/,
];

const neverSaid = [...videoEnds, ...excuses];

// People say these, too: they are doubted only where there may have been no speech.
const politeness = [
  /^thank(s| you)( (so|very) much)?( (for|to) (listening|you|joining))?( (everyone|all|guys|bye))?$/,
  /^(bye|bye bye|you|the end|so|okay|hmm|oh)$/,
  /^(no (speech|audio|words?) ?(is |was )?(detected|provided|found|heard)?|the (audio|recording|clip) is (silent|empty|inaudible))$/,
  /^(vielen dank|danke|merci|merci beaucoup|gracias|muchas gracias|obrigad[oa]|grazie|спасибо|teşekkürler|شكرا|धन्यवाद|ধন্যবাদ|شکریہ|terima kasih|谢谢|謝謝|ありがとうございました|감사합니다)$/,
  /^(bis zum nächsten mal|tschüss|merci de votre attention|à bientôt|спасибо за внимание|до новых встреч|dziękuję za uwagę|おやすみなさい|下次(再见|再見|见|見)|네|music|musik|música|musique)$/,
];

const longestPhraseChars = 500;

/** Whether a line is one that models say to silence; `mayBeSilence` where the engine thinks that nobody spoke. */
export function isKnownPhrase(text: string, mayBeSilence: boolean): boolean {
  if (text.length > longestPhraseChars) return false;
  const isEnd = (plain: string): boolean => neverSaid.some((phrase) => phrase.test(plain));
  const isPolite = (plain: string): boolean => politeness.some((phrase) => phrase.test(plain));
  const whole = plainPhrase(text);
  if (whole === '') return false;
  if (isEnd(whole) || (mayBeSilence && isPolite(whole))) return true;
  // "See you in the next video. Bye!"
  const sentences = text
    .split(/[.!?。！？…]+/)
    .map(plainPhrase)
    .filter((one) => one !== '');
  return sentences.some(isEnd) && sentences.every((one) => isEnd(one) || isPolite(one));
}

const plainPhrase = (text: string): string =>
  text
    .toLowerCase()
    // Vowel signs of Arabic, which some write and some do not.
    .replace(/[\u064b-\u0652]/g, '')
    .replace(/[^\p{L}\p{N}\p{M}\s©℗]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();

// Somebody says "no. no. no." and "I don't know" three times; nobody says a whole sentence three times without a word between.
const leastRepeats = (unitTokens: number): number => (unitTokens <= 2 ? 10 : unitTokens <= 4 ? 4 : 3);
const longestUnit = 40;
const leastShare = 0.6;
const mostTokens = 600;

/** What text repeats: the times that one piece of it follows itself, and whether a person would. */
export function repetitionIn(text: string): 'none' | 'said' | 'loop' {
  const tokens = plainWordsOf(text).slice(0, mostTokens);
  let isSaid = false;
  for (let unit = 1; unit <= Math.min(longestUnit, tokens.length / 2); unit += 1) {
    let run = unit;
    for (let at = unit; at < tokens.length; at += 1) {
      run = tokens[at] === tokens[at - unit] ? run + 1 : unit;
      if (run / tokens.length < leastShare) continue;
      if (Math.floor(run / unit) >= leastRepeats(unit)) return 'loop';
      if (run === tokens.length) isSaid = true;
    }
  }
  return isSaid ? 'said' : 'none';
}

const leastEchoTokens = 4;
const leastEchoedNames = 3;

/** Whether a line is what the engine was told to expect: the end of the prompt, or the list of names in it. */
export function isEcho(text: string, prompt: string | null): boolean {
  if (prompt === null) return false;
  const [line, told] = [text, prompt].map((one) => plainWordsOf(one));
  if (line === undefined || told === undefined || line.length < leastEchoedNames) return false;
  const isSame = (part: readonly string[]): boolean => part.join(' ') === line.join(' ');
  // Names come first, with commas: nobody says them in that very order.
  if (/[,、，]/.test(text) && isSame(told.slice(0, line.length))) return true;
  return line.length >= leastEchoTokens && isSame(told.slice(-line.length));
}
