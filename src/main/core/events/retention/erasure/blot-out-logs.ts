import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const asterisk = 0x2a;

/**
 * Overwrites texts in the log files with as many asterisks: the files stay as long as they are, so that whoever appends
 * to one meanwhile loses nothing. Answers in how many places. A folder that is not there has none.
 */
export async function blotOutLogs(folder: string, texts: readonly string[]): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  let places = 0;
  for (const name of names.filter((one) => one.endsWith('.log')))
    places += await blotOut(join(folder, name), texts.flatMap(formsInLog));
  return places;
}

/** A log is JSON: quotation marks and line breaks are escaped in it. */
function formsInLog(text: string): Buffer[] {
  const escaped = JSON.stringify(text).slice(1, -1);
  return [...new Set([text, escaped])].map((form) => Buffer.from(form));
}

async function blotOut(path: string, forms: readonly Buffer[]): Promise<number> {
  const file = await open(path, 'r+');
  let places = 0;
  try {
    const bytes = await file.readFile();
    for (const form of forms) {
      for (let at = bytes.indexOf(form); at !== -1; at = bytes.indexOf(form, at + form.length)) {
        await file.write(Buffer.alloc(form.length, asterisk), 0, form.length, at);
        places += 1;
      }
    }
    if (places > 0) await file.datasync();
  } finally {
    await file.close();
  }
  return places;
}
