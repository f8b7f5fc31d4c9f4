import { plainWord, tokensOf } from '../../speech/speech.ts';

/** `[BLANK_AUDIO]`, `(music)`, `♪ … ♪`, `*applause*`: what an engine says of a sound that is no speech. */
export function isMarker(text: string): boolean {
  const plain = text.trim().replace(/[\s.,!…]+$/u, '');
  if (!/[\p{L}\p{N}]/u.test(text)) return text.trim() !== '';
  const open = '\\[【［（(<«*♪♫♬🎵_~';
  if (new RegExp(`^[^${open}]`, 'u').test(plain)) return false;
  const rest = plain
    .replace(/[♪♫♬🎵]+[^♪♫♬🎵]*(?:[♪♫♬🎵]+|$)/gu, ' ')
    .replace(/\[[^\]]*\]|【[^】]*】|［[^］]*］|（[^）]*）|\([^)]*\)|<\|?[^>]*>|\*+[^*]*\*+|_+[^_]+_+/gu, ' ');
  return !/[\p{L}\p{N}]/u.test(rest);
}

// Lines that end videos and subtitles, which Whisper models were trained on; nobody says them in a meeting.
const videoEnds = [
  /^thank(s| you)( (so|very) much)?( guys| everyone| all)? for (watching|viewing)\b/,
  /^(please )?(like and |don t forget to )?(like |share |comment |and )*subscribe\b( (to|and) .*)?$/,
  /^see you (guys )?(all )?(in|on) (the|my|our) next (video|episode|one)$/,
  /^(sub|closed )?(titles?|captions?|captioning|subtitles?|transcript(ion)?|translation|translated|transcribed)( is| are| was| were)? ?(by|provided by|made by|created by)\b/,
  /amara ?org|castingwords|otter ai|sous ?titreur|dimatorzok|opensubtitles|zeoranger|qtss/,
  /^(©|copyright|℗) (wdr|swr|zdf|ard|ndr|br|mdr|orf|srf|bbc)?\b ?(19|20)\d\d$/,
  /^(wdr|swr|zdf|ard|ndr|mdr|orf|tv gelderland) (mediagroup gmbh )?(im auftrag des \w+ )?20\d\d$/,
  /^untertitel(ung)?( \S+)? (im auftrag|aufgrund|der|von|des|durch|bereitgestellt)\b/,
  /^(vielen dank|danke( schön)?) (fürs|für das|für s) (zuschauen|zusehen|ansehen)\b/,
  /^(und )?(abonniert|abonnieren sie) (den|meinen|unseren) kanal/,
  /^sous ?titr(es|age)\b/,
  /^(merci|merci beaucoup) (d avoir (regardé|visionné)|à tous d avoir|pour (votre visionnage|avoir regardé))/,
  /^(n oubliez pas de vous abonner|abonnez vous)\b/,
  /^(subtítulos|subtitulado|transcripción) (por|de|realizados?|creados?)\b/,
  /^(muchas )?gracias por (ver|mirar)\b/,
  /^(no olvides )?suscr[ií]be(te|rse|rte)\b( .*(canal|video))?/,
  /^(legendas?|legendado|transcrição) (pela|por|de|adriana)\b/,
  /^(muito )?obrigad[oa] por (assistir|assistirem|ver)\b/,
  /^(inscreva se|se inscreva|se inscrevam)\b/,
  /^sottotitoli (creati|e revisione|a cura|di)\b/,
  /^grazie (a tutti )?per (aver guardato|la visione|averci seguit)/,
  /^(iscriviti|iscrivetevi) al (nostro |mio )?canale/,
  /^(ondertitel(s|d|ing)|bedankt voor het kijken)\b/,
  /^(napisy (stworzone|autor|by)|dziękuję za (oglądanie|obejrzenie)|dzięki za (oglądanie|obejrzenie))/,
  /^(субтитры|редактор субтитров|корректор субтитров)( |$)/,
  /^(спасибо|благодарю) за (просмотр|внимание к видео)/,
  /^(подписывайтесь|подпишитесь) на (мой |наш )?канал/,
  /^(дякую|дякуємо) за перегляд/,
  /^(altyazı|i?̇?zlediğiniz için teşekkür|abone olmayı unutmayın|kanalıma abone)/,
  /^(ترجمة نانسي|اشترك(وا)? (في|بال)|شكرا? (على|لل?) ?(ال)?مشاهدة|شكرًا (على|لل?) ?(ال)?مشاهدة)/,
  /(دیکھنے|سننے) (کے لیے|کا) (بہت )?شکریہ/,
  /(देखने|वीडियो) के लिए (आपका )?(बहुत )?(धन्यवाद|शुक्रिया)|(चैनल|वीडियो) को (लाइक|सब्सक्राइब)/,
  /(দেখার জন্য|ভিডিওটি দেখার) .{0,20}ধন্যবাদ|চ্যানেল(টি|টিকে)? .{0,20}সাবস্ক্রাইব/,
  /^(terima kasih (sudah |telah |karena )?(menonton|telah menonton)|jangan lupa (like|subscribe))/,
  /^(hãy subscribe|cảm ơn (các bạn )?đã (theo dõi|xem)|hẹn gặp lại các bạn)/,
  /^(請|请)?不吝(點讚|点赞)|明鏡與點點|明镜与点点|字幕(由|志愿者|志願者|組|组|提供|製作|制作|by)|^中文字幕/,
  /^(谢谢|謝謝|感谢|感謝)(大家|您|你|各位)?(的)?(观看|觀看|收看|收听|收聽)/,
  /優優獨播劇場|优优独播剧场|yoyo television series/,
  /(ご視聴|ご覧いただき|最後まで(ご視聴|見て)).{0,12}ありがとうござい|チャンネル登録.{0,12}(お願い|よろしく)/,
  /^(시청해 ?주셔서|봐주셔서|끝까지 시청해).{0,6}(감사합니다|고맙습니다)|구독과? ?(좋아요|알림)|^(한글 ?)?자막 ?(by|제공|제작)/,
];

// People say these, too: they are doubted only where there may have been no speech.
const politeness = [
  /^thank(s| you)( (so|very) much)?( (for|to) (listening|you|joining))?( (everyone|all|guys|bye))?$/,
  /^(bye|bye bye|you|the end|so|okay|hmm|oh)$/,
  /^(vielen dank|danke|merci|merci beaucoup|gracias|muchas gracias|obrigad[oa]|grazie|спасибо|продолжение следует|teşekkürler|شكرا|धन्यवाद|ধন্যবাদ|شکریہ|terima kasih|谢谢|謝謝|ありがとうございました|감사합니다)$/,
];

const longestPhraseChars = 500;

/** Whether a line is one that models say to silence; `mayBeSilence` where the engine thinks that nobody spoke. */
export function isKnownPhrase(text: string, mayBeSilence: boolean): boolean {
  if (text.length > longestPhraseChars) return false;
  const plain = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}\s©℗]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (plain === '') return false;
  return (
    videoEnds.some((phrase) => phrase.test(plain)) ||
    (mayBeSilence && politeness.some((phrase) => phrase.test(plain)))
  );
}

// Somebody says "no. no. no." and "I don't know" three times; nobody says a whole sentence three times without a word between.
const leastRepeats = (unitTokens: number): number => (unitTokens <= 2 ? 10 : unitTokens <= 4 ? 4 : 3);
const longestUnit = 40;
const leastShare = 0.6;
const mostTokens = 600;

/** What text repeats: the times that one piece of it follows itself, and whether a person would. */
export function repetitionIn(text: string): 'none' | 'said' | 'loop' {
  const tokens = tokensOf(text)
    .map((token) => plainWord(token.text))
    .filter((word) => word !== '')
    .slice(0, mostTokens);
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

/** Whether a line is what the engine was told to expect: the end of the prompt, or the list of names in it. */
export function isEcho(text: string, prompt: string | null): boolean {
  if (prompt === null) return false;
  const [line, told] = [text, prompt].map((one) =>
    tokensOf(one)
      .map((token) => plainWord(token.text))
      .filter((word) => word !== ''),
  );
  if (line === undefined || told === undefined || line.length < leastEchoTokens) return false;
  return told.slice(-line.length).join(' ') === line.join(' ');
}
