import { createCollector, type Cutter, type EventText } from './collector.ts';

export type { Cutter, EventText } from './collector.ts';

/** Each line is an event; blank ones are left out. */
export function cutLines(): Cutter {
  const collector = createCollector();
  let line = 1;

  function take(found: EventText[]): void {
    const taken = collector.take(line);
    if (taken.text?.trim() !== '') found.push(taken);
  }

  return {
    push(block) {
      const found: EventText[] = [];
      let start = 0;
      for (let end = block.indexOf(10); end !== -1; end = block.indexOf(10, start)) {
        collector.add(block.subarray(start, end));
        take(found);
        line += 1;
        start = end + 1;
      }
      if (start < block.length) collector.keep(block.subarray(start));
      return found;
    },
    end() {
      const found: EventText[] = [];
      if (!collector.isEmpty()) take(found);
      return found;
    },
  };
}

const quote = 34;
const backslash = 92;
const openBrace = 123;
const closeBrace = 125;
const openBracket = 91;
const closeBracket = 93;

/** Where the events are: the list `events` of an object, a list, or objects one after another over several lines. */
export type ListPlace = 'document' | 'array' | 'objects';

const listDepths: Readonly<Record<ListPlace, number>> = { document: 2, array: 1, objects: 0 };

/** A file is a document when its first value is an object with a list `events`. */
export function isDocument(start: Buffer): boolean {
  const cutter = cutList('document');
  cutter.push(start);
  return cutter.hasList();
}

/** Elements of a list that may be longer than memory. */
export function cutList(place: ListPlace): Cutter & { hasList(): boolean } {
  const collector = createCollector();
  const listDepth = listDepths[place];
  let depth = 0;
  let line = 1;
  let firstLine = 1;
  let isInString = false;
  let isEscaped = false;
  let key = '';
  let isInList = place === 'objects';
  let listWasFound = isInList;
  let isOver = false;

  function isListStart(unit: number): boolean {
    if (isInList || unit !== openBracket || depth !== listDepth - 1) return false;
    return place === 'array' || key === 'events';
  }

  function push(block: Buffer): EventText[] {
    const found: EventText[] = [];
    /** Where the current element goes on in this block. */
    let from = isInList && depth > listDepth ? 0 : -1;
    for (let at = 0; at < block.length && !isOver; at += 1) {
      const unit = block.readUInt8(at);
      if (isInString) {
        if (unit === 10) isOver = !isInList;
        if (isEscaped) isEscaped = false;
        else if (unit === backslash) isEscaped = true;
        else if (unit === quote) isInString = false;
        else if (depth === 1 && key.length < 16) key += String.fromCharCode(unit);
      } else if (unit === quote) {
        isInString = true;
        if (depth === 1) key = '';
      } else if (unit === openBrace || unit === openBracket) {
        if (isListStart(unit)) {
          isInList = true;
          listWasFound = true;
        } else if (isInList && depth === listDepth) {
          from = at;
          firstLine = line;
        }
        depth += 1;
      } else if (unit === closeBrace || unit === closeBracket) {
        depth -= 1;
        if (isInList && depth === listDepth) {
          collector.add(block.subarray(from, at + 1));
          found.push(collector.take(firstLine));
          from = -1;
        } else if (depth < listDepth) {
          isOver = isInList || depth <= 0;
          isInList &&= !isOver;
        }
      }
      if (unit === 10) line += 1;
    }
    if (from !== -1) collector.keep(block.subarray(from));
    return found;
  }

  return {
    push,
    // An element that the file's end cut off is named like any line that is not JSON.
    end: () => (isInList && depth > listDepth ? [collector.take(firstLine)] : []),
    hasList: () => listWasFound,
  };
}
