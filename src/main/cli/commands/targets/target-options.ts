import { AppError } from '../../../../shared/errors.ts';
import type { GivenCredentials, Target, TargetColour } from '../../../../shared/settings/targets/targets.ts';
import type { CommonOptions } from '../../options/common-options.ts';
import { parseFilePath } from '../../options/parse-options.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

type YesNo = 'yes' | 'no' | 'auto';

export type TargetOptions = CommonOptions & {
  http?: string;
  colour?: TargetColour | 'auto';
  clientType?: string;
  platform?: string;
  header?: string[];
  login?: string;
  query?: string;
  ca?: string;
  proxy?: string;
  notes?: string;
  production?: YesNo;
  compress?: YesNo;
};

const none = 'none';
const orNull = (value: string): string | null => (value === none ? null : value);
const asBoolean = (value: YesNo): boolean | null => (value === 'auto' ? null : value === 'yes');

/** What the options say of a target; what is absent stays as it is. */
export function targetOf(options: TargetOptions): Partial<Omit<Target, 'name' | 'wsUrl'>> {
  const { http, colour, clientType, platform, ca, proxy, notes, production, compress } = options;
  return {
    ...(http !== undefined && { httpUrl: orNull(http) }),
    ...(colour !== undefined && { colour: colour === 'auto' ? null : colour }),
    ...(clientType !== undefined && { clientType: orNull(clientType) }),
    ...(platform !== undefined && { platform: orNull(platform) }),
    // The app that uses it runs elsewhere.
    ...(ca !== undefined && { caFile: ca === none ? null : parseFilePath(ca) }),
    ...(proxy !== undefined && { proxy: proxy === 'auto' ? null : proxy }),
    ...(notes !== undefined && { notes }),
    ...(production !== undefined && { isProduction: asBoolean(production) }),
    ...(compress !== undefined && { compress: asBoolean(compress) }),
  };
}

/**
 * Credentials of the options. `env:NAME` is the value of a variable: whatever stands in a command line can be read by
 * others on the machine, and stays in the shell's history.
 * @throws AppError `bad-input`
 */
export function credentialsOf(
  { header = [], login, query }: TargetOptions,
  environment: NodeJS.ProcessEnv,
): GivenCredentials {
  const headers = header.map((text): [string, string | null] => {
    const [, name, value = ''] = /^\s*([\w-]+)\s*:\s*(.*?)\s*$/s.exec(text) ?? [];
    if (name === undefined) throw new AppError('bad-input', sentence('cli.header-form'));
    return [name, value === '' ? null : fromEnvironment(value, environment)];
  });
  return {
    ...(headers.length > 0 && { headers: Object.fromEntries(headers) }),
    ...(login !== undefined && { login: login === none ? null : fromEnvironment(login, environment) }),
    ...(query !== undefined && {
      query: query === none ? null : fromEnvironment(query, environment).replace(/^\?/, ''),
    }),
  };
}

function fromEnvironment(text: string, environment: NodeJS.ProcessEnv): string {
  const [, before = '', name] = /^(.*?)env:(\w+)$/s.exec(text) ?? [];
  if (name === undefined) return text;
  const value = environment[name] ?? '';
  if (value === '') throw new AppError('bad-input', sentence('cli.no-variable', { name }));
  return `${before}${value}`;
}
