import { asTold, sentence, type Sentence } from '../../../../shared/words/all-words.ts';
import type { OpenFinding } from './open-finding.ts';

/** One sentence of facts; it never repeats what was spoken. */
export function evidenceOf({ cause, facts, events, repeats, circumstances }: OpenFinding): Sentence {
  const { names, direction, connections, apartMs, detail } = circumstances;
  const name = names[0] ?? facts.type;
  const group = {
    name,
    other: names.at(-1) ?? name,
    connections: connections[0] === '' ? [] : connections.map((id) => asTold(short(id))),
    apartMs,
    events,
    detail: detail ?? '',
  };
  if (cause === 'double-send' || cause === 'client-retry')
    return sentence(`finding.${cause}`, { ...group, direction });
  if (cause === 'double-listener') return sentence(`finding.${cause}`, { ...group, listeners: repeats + 1 });
  return sentence(`finding.${cause}`, group);
}

function short(connection: string): string {
  if (connection === '') return '(unknown)';
  return connection.length > 12 ? connection.slice(0, 8) : connection;
}
