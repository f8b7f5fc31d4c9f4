type Refusal = { engine: string; status: number };

/** Why a speech engine, or the download of its model, fails. */
export const speechRefusals = {
  'speech.no-words-inside': ({ engine }: { engine: string }) => `${engine} answered without words in it.`,
  'speech.page-answer': ({ engine, characters }: { engine: string; characters: number }) =>
    `${engine} answered with a web page (${characters} characters): a login, or an address that leads elsewhere. Correct the address.`,
  'speech.odd-answer': ({ engine, what, characters }: { engine: string; what: string; characters: number }) =>
    `${engine} answered with ${what} (${characters} characters).`,
  'speech.detector-refused': 'The speech detector refused a window of 20 ms.',
  'speech.no-address': ({ what }: { what: string }) =>
    `${what} is not an address. Give one that starts with https:// or http://.`,
  'speech.address-with-more': ({ what }: { what: string }) =>
    `${what} holds more than scheme, host, port and path. Keys have a place of their own.`,
  'speech.not-http': ({ address }: { address: string }) =>
    `${address} is not an address that starts with http://.`,
  'speech.not-own-network': ({ host }: { host: string }) =>
    `${host} is not on your own network (10.x, 172.16.x to 172.31.x, 192.168.x, fd…, .local): use https:// for it.`,
  'speech.asked': ({ first, url }: { first: string; url: string }) => `${first} Asked: ${url}`,
  'speech.wrong-download': ({ url, bytes, sha256 }: { url: string; bytes: number; sha256: string }) =>
    `What came from ${url} is not the model (${bytes} bytes, SHA-256 ${sha256}…): it is deleted. Try again, or name another mirror.`,
  'speech.no-room': ({ needed, path, free }: { needed: string; path: string; free: string }) =>
    `The model needs ${needed} on the disk of ${path}, which has ${free} left. Free some of it first.`,
  'speech.mirror-refuses': ({ host, status, url }: { host: string; status: number; url: string }) =>
    `${host} answers HTTP ${status} for ${url}. Check the address of the mirror, or try again later.`,
  'speech.mirror-unreachable': ({ host, why }: { host: string; why: string }) =>
    `${host} can't be reached for the download: ${why}.`,
  'speech.mirror-too-large': ({ url }: { url: string }) =>
    `${url} is larger than the model. Name another mirror.`,
  'speech.download-stopped': ({ host, why }: { host: string; why: string }) =>
    `The download from ${host} stopped (${why}). What arrived is kept; the next try continues from there.`,
  'speech.redirect-unencrypted': ({ host }: { host: string }) =>
    `${host} redirects to an address without encryption.`,
  'speech.redirect-loop': ({ host }: { host: string }) => `${host} redirects in a loop.`,
  'speech.model-unwritable': ({ path, why }: { path: string; why: string }) =>
    `${path} can't be written: ${why}. Check the folder and its disk.`,
  'speech.download-runs': ({ name }: { name: string }) => `${name} is already being downloaded.`,
  'speech.download-cancelled': ({ name }: { name: string }) =>
    `The download of ${name} was stopped. The next one continues from there.`,
  'speech.download-first': ({ name }: { name: string }) => `${name} is being downloaded. Stop that first.`,
  'speech.program-failed': (p: { program: string; exitCode: number | 'signal'; why: string }) => {
    const how =
      p.exitCode === 'signal'
        ? 'with a signal'
        : `with code ${p.exitCode}${p.exitCode === 0 ? ' and without words' : ''}`;
    return `${p.program} ended ${how}: ${p.why === '' ? 'it gave no reason' : p.why}. Try it in a terminal, or choose another speech engine.`;
  },
  'speech.program-slow': ({ program, sec }: { program: string; sec: number }) =>
    `${program} took longer than ${sec} s`,
  'speech.program-wrote-much': ({ program, bytes }: { program: string; bytes: number }) =>
    `${program} wrote more than ${bytes} bytes`,
  'speech.program-not-started': ({ program, why }: { program: string; why: string }) =>
    `${program} couldn't be started: ${why}`,
  'speech.answer-too-large': ({ engine }: { engine: string }) => `${engine} answered with more than 4 MB.`,
  'speech.packed-broken': ({ engine }: { engine: string }) =>
    `${engine} answered with compressed data that is damaged, or compressed in another way than it says.`,
  'speech.packed-otherwise': ({ engine }: { engine: string }) =>
    `${engine} answered with data in an unknown compression.`,
  'speech.unreachable': ({ engine, why }: { engine: string; why: string }) =>
    `${engine} can't be reached (${why}).`,
  'speech.why-with-code': ({ why, code }: { why: string; code: string }) => `${why}: ${code}`,
  'speech.connection-lost': ({ engine, why }: { engine: string; why: string }) =>
    `The connection to ${engine} was lost (${why}).`,
  'speech.whisper-slow': ({ sec, what }: { sec: number; what: string }) =>
    `Whisper took longer than ${sec} s ${what}. Choose a smaller model.`,
  'speech.whisper-no-words': ({ why }: { why: string }) => `Whisper gave no words for a segment (${why}).`,
  'speech.set-aside': ({ first }: { first: string }) =>
    `${first} This segment crashed it twice, so it is skipped.`,
  'speech.no-word-for-speech': ({ engine, where }: { engine: string; where: string }) =>
    `${engine} answered without a word for speech from ${where}.`,
  'speech.segment-failed': ({ why }: { why: string }) => `A segment couldn't be transcribed: ${why}`,
  'speech.error-inside': ({ engine, codes }: { engine: string; codes: string }) =>
    `${engine} answered with an error (${codes}) and no words.`,
  'speech.late': ({ engine, sec }: { engine: string; sec: number }) =>
    `${engine} did not answer within ${sec} s.`,
  'speech.redirects': ({ engine, to }: { engine: string; to: string }) =>
    `${engine} redirects to another address${to === '' ? '' : ` at ${to}`}, which is not followed. Enter that address.`,
  'speech.proxy-refuses': ({ engine, why }: { engine: string; why: string }) =>
    `${engine} can't be reached: ${why}.`,
  'speech.status.unusable': (p: Refusal) => `${p.engine} can't use this segment (${p.status}).`,
  'speech.status.key': ({ engine }: { engine: string }) =>
    `${engine} refused the key (401). Enter a valid one.`,
  'speech.status.payment': ({ engine }: { engine: string }) =>
    `${engine} asks for payment (402). Add credit, or choose another engine.`,
  'speech.status.not-allowed': ({ engine }: { engine: string }) =>
    `${engine} does not allow this (403). Check what the key may do, and the model.`,
  'speech.status.no-model': ({ engine }: { engine: string }) =>
    `${engine} has no such address or model (404). Check both.`,
  'speech.status.no-transcription': (p: Refusal) =>
    `${p.engine} accepts no transcriptions at this address (${p.status}). Correct the address.`,
  'speech.status.too-large': ({ engine }: { engine: string }) =>
    `The segment is too large for ${engine} (413).`,
  'speech.status.network-login': (p: Refusal) =>
    `The network wants a login before ${p.engine} can be reached (${p.status}).`,
  'speech.status.too-long': (p: Refusal) =>
    `${p.engine} finds the address or the key too long (${p.status}). Correct them.`,
  'speech.status.too-many': ({ engine }: { engine: string }) => `${engine} accepts no more right now (429).`,
  'speech.status.no-capacity': ({ engine }: { engine: string }) =>
    `${engine} has no capacity right now (498).`,
  'speech.status.problem': (p: Refusal) => `${p.engine} has an internal problem (${p.status}).`,
  'speech.status.refused': (p: Refusal) => `${p.engine} refused the segment (${p.status}).`,
  'speech.refuses': (p: { engine: string; codes: string; advice: string }) =>
    `${p.engine} refuses (${p.codes}). ${p.advice}`,
  'speech.says': ({ first, codes }: { first: string; codes: string }) => `${first} It says ${codes}.`,
  'speech.account-restricted': 'This account is restricted: ask the service why, or choose another engine.',
  'speech.no-credit':
    'The account has no credit or has reached its limit: add credit or raise it, or choose another engine.',
  'speech.choose-model': 'Choose a model that the server has for transcription.',
  'speech.valid-key': 'Enter a valid key.',
  'speech.check-project': 'Check what the key and its project may do, or choose another engine.',
  'speech.not-encrypted-own': ({ what, origin }: { what: string; origin: string }) =>
    `${what} is not encrypted: whoever is on that network can listen. If ${origin} is a machine of yours, allow it once, or use https://.`,
  'speech.not-encrypted': ({ what }: { what: string }) =>
    `${what} is not encrypted. Use https:// for other machines; http:// is for this one, and for your own network once you allow it.`,
  'speech.whisper-not-started': ({ why }: { why: string }) =>
    `The process of the Whisper model couldn't be started: ${why}.`,
  'speech.whisper-processor':
    'This processor lacks instructions that the Whisper engine needs (SIGILL): choose another engine, or build whisper.cpp on this machine and use whisper-cli.',
  'speech.whisper-ended': ({ model }: { model: string }) =>
    `The system ended the Whisper engine, most often because memory ran out while it held ${model}: close something, or choose a smaller model.`,
  'speech.whisper-crashed': ({ how, model }: { how: string; model: string }) =>
    `The Whisper engine crashed ${how} on ${model}.`,
  'speech.whisper-other': 'The Whisper engine is of another version.',
  'speech.whisper-not-built': ({ system }: { system: string }) =>
    `No Whisper engine is built for this system (${system}): choose another engine. If this is a checkout, "npm install" brings it.`,
  'speech.whisper-not-loaded': ({ why }: { why: string }) =>
    `The Whisper engine can't be loaded on this system: ${why}`,
  'speech.whisper-no-memory': ({ model }: { model: string }) =>
    `Memory ran out while ${model} was loaded: close something, or choose a smaller model.`,
  'speech.model-damaged': ({ model, why }: { model: string; why: string }) =>
    `${model} is damaged or incomplete (${why}): delete it and download it again.`,
  'speech.model-not-loaded': ({ model, why }: { model: string; why: string }) =>
    `${model} was not loaded (${why}): it may be damaged, or of a kind that whisper.cpp does not know. Download it again, or choose another one.`,
} as const;
