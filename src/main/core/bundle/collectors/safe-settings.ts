import { settingsSchema } from '../../../../shared/settings/settings.ts';
import { isPlainName, type Redactor } from '../../redaction/redaction.ts';
import { isRecord } from '../../../../shared/is-record.ts';

/** Texts in the settings that are choices out of a list, or names of engines, models and languages of ours. */
const publicTexts = new Set([
  'mode',
  'engine',
  'source',
  'sources',
  'model',
  'language',
  'traffic',
  'colour',
  'input',
  'level',
  'format',
  'quality',
  'detector',
  'save',
  'theme',
]);

export function defaultSettings(): unknown {
  return settingsSchema.parse({});
}

/** Numbers and switches as they are; of texts only those that are no person's own. */
export function safeSettings(value: unknown, redactor: Redactor, name = ''): unknown {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'string') return safeText(name, value, redactor);
  if (Array.isArray(value)) {
    if (name === 'targets') return `<${value.length} in targets.json>`;
    return value.slice(0, 50).map((each) => safeSettings(each, redactor, name));
  }
  if (typeof value !== 'object') return '<left-out>';
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      isPlainName(key) ? key : redactor.name(key),
      safeSettings(inner, redactor, key),
    ]),
  );
}

function safeText(name: string, value: string, redactor: Redactor): string {
  if (value === '') return '';
  if (name === 'target') return value === 'built-in' ? value : redactor.token('target', value);
  if ((publicTexts.has(name) || name.endsWith('Model')) && isPlainName(value)) return value;
  if (name === 'proxy' && (value === 'auto' || value === 'none')) return value;
  // Of an address scheme, port and the kind of host.
  if (/^[a-z][a-z0-9+.-]{1,20}:\/\//i.test(value)) return redactor.text(value.replace(/[?#].*$/s, ''));
  return `<text of ${value.length}>`;
}

/** Names of the settings that are not as in a new installation, such as `stream.chunkSec`. */
export function differences(settings: unknown, redactor: Redactor): string[] {
  const found: string[] = [];
  const compare = (value: unknown, usual: unknown, path: string): void => {
    if (isRecord(value) && path.split('.').length <= 4) {
      const usualPart = isRecord(usual) ? usual : {};
      for (const [key, inner] of Object.entries(value)) {
        const shown = isPlainName(key) ? key : redactor.name(key);
        compare(inner, usualPart[key], path === '' ? shown : `${path}.${shown}`);
      }
    } else if (JSON.stringify(value) !== JSON.stringify(usual)) found.push(path);
  };
  compare(settings, defaultSettings(), '');
  return found;
}
