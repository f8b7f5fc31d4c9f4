import type { CommandInput } from '../../../shared/contract/contract.ts';
import type {
  GivenCredentials,
  ShownTarget,
  TargetColour,
} from '../../../shared/settings/targets/targets.ts';

type YesNo = 'auto' | 'yes' | 'no';
export type CredentialKind = 'keep' | 'none' | 'query' | 'login' | 'header';
export type ProxyKind = 'settings' | 'auto' | 'none' | 'own';

/** A target while somebody writes it: every field is a text or a choice. */
export type Draft = {
  name: string;
  wsUrl: string;
  httpUrl: string;
  colour: TargetColour | 'auto';
  production: YesNo;
  notes: string;
  clientType: string;
  platform: string;
  caFile: string;
  proxy: ProxyKind;
  proxyUrl: string;
  compress: YesNo;
  credentials: CredentialKind;
  /** Its name, when a header is the credential. */
  header: string;
  secret: string;
};

export const emptyDraft: Draft = {
  name: '',
  wsUrl: '',
  httpUrl: '',
  colour: 'auto',
  production: 'auto',
  notes: '',
  clientType: '',
  platform: '',
  caFile: '',
  proxy: 'settings',
  proxyUrl: '',
  compress: 'auto',
  credentials: 'keep',
  header: 'X-Api-Key',
  secret: '',
};

/** What a target is now, to be changed. Credentials do not come out, so they are kept unless somebody says otherwise. */
export function draftOf(target: ShownTarget): Draft {
  const { proxy } = target;
  const isOwn = typeof proxy === 'string' && proxy !== 'auto' && proxy !== 'none';
  return {
    ...emptyDraft,
    name: target.name,
    wsUrl: target.wsUrl ?? '',
    httpUrl: target.httpUrl ?? '',
    colour: target.colour ?? 'auto',
    production: yesNoOf(target.isProduction),
    notes: target.notes ?? '',
    clientType: target.clientType ?? '',
    platform: target.platform ?? '',
    caFile: target.caFile ?? '',
    proxy: isOwn ? 'own' : proxy === 'auto' || proxy === 'none' ? proxy : 'settings',
    proxyUrl: isOwn ? proxy : '',
    compress: yesNoOf(target.compress),
  };
}

/** The target that is meant; a field that is empty is taken away. */
export function targetOf(draft: Draft): CommandInput<'targets.add'>['target'] {
  const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
  return {
    name: draft.name.trim(),
    wsUrl: draft.wsUrl.trim(),
    httpUrl: orNull(draft.httpUrl),
    colour: draft.colour === 'auto' ? null : draft.colour,
    isProduction: booleanOf(draft.production),
    notes: draft.notes.trim(),
    clientType: orNull(draft.clientType),
    platform: orNull(draft.platform),
    caFile: orNull(draft.caFile),
    proxy: proxyOf(draft),
    compress: booleanOf(draft.compress),
  };
}

/** What becomes of the credentials; `known` are those that there are, which is all a page knows of them. */
export function credentialsOf(draft: Draft, known: readonly string[]): GivenCredentials {
  const { credentials, header, secret } = draft;
  switch (credentials) {
    case 'keep':
      return {};
    case 'none': {
      const headers = known.filter((name) => name !== 'query' && name !== 'login');
      return {
        ...(known.includes('query') && { query: null }),
        ...(known.includes('login') && { login: null }),
        ...(headers.length > 0 && { headers: Object.fromEntries(headers.map((name) => [name, null])) }),
      };
    }
    case 'query':
      return { query: secret.trim().replace(/^\?/, '') };
    case 'login':
      return { login: secret };
    case 'header':
      return { headers: { [header.trim()]: secret.trim() } };
  }
}

/** Why it cannot be saved yet; `null` when it can. What the core refuses it says itself. */
export function missingIn(draft: Draft): 'name' | 'address' | 'secret' | 'proxy' | null {
  if (draft.name.trim() === '') return 'name';
  if (draft.wsUrl.trim() === '') return 'address';
  if (draft.proxy === 'own' && draft.proxyUrl.trim() === '') return 'proxy';
  const needsSecret = draft.credentials !== 'keep' && draft.credentials !== 'none';
  return needsSecret && draft.secret.trim() === '' ? 'secret' : null;
}

function proxyOf({ proxy, proxyUrl }: Draft): string | null {
  if (proxy === 'settings') return null;
  return proxy === 'own' ? proxyUrl.trim() : proxy;
}

function yesNoOf(value: boolean | null | undefined): YesNo {
  if (typeof value !== 'boolean') return 'auto';
  return value ? 'yes' : 'no';
}

function booleanOf(value: YesNo): boolean | null {
  return value === 'auto' ? null : value === 'yes';
}
