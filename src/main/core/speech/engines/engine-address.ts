import { AppError } from '../../../../shared/errors.ts';
import type { Environment } from '../../lifecycle/lifecycle.ts';
import { hasOddQuery, reachOf } from '../upload/server-address.ts';
import type { EngineAddress } from './bound-key.ts';
import type { EngineParts } from './engine-parts.ts';
import { groqBaseUrl, groqName } from './groq-engine.ts';
import { openaiName } from './openai-engine.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

/**
 * Where an engine that takes this key is; `null` where no address is given, or for a key of no engine.
 * @throws AppError `bad-input` for an address that may not be used
 */
export function addressOfKey(
  name: string,
  parts: Pick<EngineParts, 'settings' | 'environment'>,
): EngineAddress | null {
  if (name === groqName) return groqAddress(parts.environment);
  return name === openaiName ? openaiAddress(parts) : null;
}

export function groqAddress(environment: Environment): EngineAddress {
  const given = environment.SCRUMBOT_GROQ_BASE_URL ?? '';
  return given === ''
    ? { name: groqName, url: groqBaseUrl, from: 'program' }
    : {
        name: groqName,
        url: checkUrl(given, 'SCRUMBOT_GROQ_BASE_URL').replace(/\/+$/, ''),
        from: 'environment',
      };
}

export function openaiAddress({
  settings,
  environment,
}: Pick<EngineParts, 'settings' | 'environment'>): EngineAddress | null {
  const { openaiBaseUrl, plainAddresses } = settings;
  const given = environment.SCRUMBOT_OPENAI_BASE_URL ?? '';
  if (given !== '')
    return {
      name: openaiName,
      url: checkUrl(given, 'SCRUMBOT_OPENAI_BASE_URL', plainAddresses),
      from: 'environment',
    };
  return openaiBaseUrl === null
    ? null
    : {
        name: openaiName,
        url: checkUrl(openaiBaseUrl, 'The address of the server', plainAddresses),
        from: 'settings',
      };
}

/**
 * Keys and audio leave the machine encrypted, or, to a machine of one's own network, after somebody said yes to that
 * very address.
 * @throws AppError `bad-input`
 */
function checkUrl(text: string, what: string, plainAddresses: readonly string[] = []): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    throw new AppError('bad-input', sentence('speech.no-address', { what }));
  if (url.username !== '' || url.password !== '' || hasOddQuery(url) || url.hash !== '')
    throw new AppError('bad-input', sentence('speech.address-with-more', { what }));
  const reach = reachOf(url);
  if (url.protocol === 'https:' || reach === 'this-machine' || plainAddresses.includes(url.origin))
    return text;
  const isOwn = reach === 'own-network';
  throw new AppError(
    'bad-input',
    isOwn
      ? sentence('speech.not-encrypted-own', { what, origin: url.origin })
      : sentence('speech.not-encrypted', { what }),
    isOwn ? { action: { do: 'allow-address', address: url.origin } } : {},
  );
}

/**
 * The origin of an address that somebody wants to talk to without encryption.
 * @throws AppError `bad-input` for one that is not of one's own network
 */
export function plainOriginOf(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.protocol !== 'http:' || url.username !== '' || url.password !== '')
    throw new AppError('bad-input', sentence('speech.not-http', { address }));
  if (reachOf(url) === 'world')
    throw new AppError('bad-input', sentence('speech.not-own-network', { host: url.host }));
  return url.origin;
}
