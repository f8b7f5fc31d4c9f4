/** Why a line, a message or a cell of a file is not taken, and what was noticed of one that is; each follows the number of its line. */
export const lineWords = {
  'line.not-object': 'it is not a JSON object',
  'line.not-json': 'it is not JSON',
  'line.not-json-because': ({ why }: { why: string }) => `it is not JSON: ${why}`,
  'line.lacks': ({ names }: { names: string }) => `it has no ${names}`,
  'line.not-text': ({ name }: { name: string }) => `its ${name} is not text`,
  'line.not-value-object': ({ name }: { name: string }) => `its ${name} is not an object`,
  'line.not-value-json': ({ name }: { name: string }) => `its ${name} is not JSON`,
  'line.not-time': ({ name }: { name: string }) => `its ${name} is not a time`,
  'line.time-too-large': ({ name }: { name: string }) => `its ${name} is too large for a time`,
  'line.not-number': ({ name, given }: { name: string; given: string }) =>
    `its ${name} is not a number${given === '' ? '' : `: ${given}`}`,
  'line.bad-dir': 'its dir is neither "in" nor "out"',
  'line.too-long': ({ bytes, mostMib }: { bytes: number; mostMib: number }) =>
    `it has ${bytes} bytes, and at most ${mostMib} MiB are read`,
  'line.too-deep': ({ levels }: { levels: number }) => `it is nested deeper than ${levels} levels`,
  'line.too-many-values': ({ values }: { values: number }) => `it has more than ${values} values`,
  'line.long-fields': ({ chars }: { chars: number }) => `its fields are longer than ${chars} characters`,
  'line.bad-field': ({ path, what }: { path: string; what: string }) => `${path}: ${what}`,
  'line.bad-fields': ({ fields }: { fields: readonly string[] }) => fields.join('; '),
  'line.not-frame': ({ why }: { why: string }) => `it is not a frame: ${why}`,
  'line.not-event': ({ why }: { why: string }) => `it is not an event: ${why}`,
  'line.not-csv': 'it is not CSV',
  'line.cell-cut': ({ name, chars }: { name: string; chars: number }) =>
    `a spreadsheet has cut its ${name} off at ${chars} characters`,
  'line.cell-rounded': ({ name, given }: { name: string; given: string }) =>
    `a spreadsheet has rounded its ${name} to ${given}; use the file as exported, or show the column as a number without decimals before you save it`,
  'line.console-short':
    'the console shows its message shortened; save the network as HAR, or log it with JSON.stringify',
  'line.message-cut': 'its message is cut off, or not JSON',
  'line.har-error': 'it is an error that the browser noted, not a message',
  'line.bad-har-type': 'its type is neither "send" nor "receive"',
  'line.continuation': 'it is a part of a message (a continuation), not a whole one',
  'line.control-frame': ({ opcode }: { opcode: string }) =>
    `it is a control frame (opcode ${opcode}), not a message`,
  'line.not-base64': 'it is binary, and its data is not base64',
  'line.no-direction': 'it is not a message with a direction',
  'line.no-length': 'no message length comes before it',
  'line.file-ends': 'the file ends in the middle of a message',
  'line.file-breaks': 'the file breaks off here, and what comes after is missing',
  'line.har-no-messages':
    'it is a WebSocket connection without messages (_webSocketMessages), which its tool does not save: Firefox does not, Chrome does',
  'line.charles-no-messages': 'it is a WebSocket connection without messages (webSocketMessages)',
  'line.har-nothing': 'no entry of the file has a WebSocket message',
  'line.charles-nothing': 'no transaction of the file has a WebSocket message',
  'line.no-message': 'no message stands in it',
  'line.no-packet':
    'no packet of the file has a WebSocket message; take a capture that has the beginning of the connection, and let tshark decrypt what is encrypted',
  'line.packet-short':
    'its packet does not show what the message says; let tshark write all of it: -Y websocket -T json',
  'line.audio-replaced': 'audio was replaced by its size and hash',
  'line.frame-cut': 'its frame is too long to be kept whole',
  'line.not-utf8': 'bytes that are not UTF-8 became U+FFFD',
  'line.time-back': 'its time is before that of the line above',
  'line.proto-key': 'the key "__proto__" is kept as plain data',
  'line.key-twice': ({ key }: { key: string }) => `the key "${key}" is there twice; the last one counts`,
  'line.large-number': ({ number }: { number: string }) =>
    `the number ${number} is too large to be kept exactly`,
  'line.half-character': 'half a character (a lone surrogate) became U+FFFD',
} as const;
