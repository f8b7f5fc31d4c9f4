import { isRecord } from '../../../../../shared/is-record.ts';
import type { Loose } from './raw-values.ts';

// Why a model that writes text stopped, where that was not the end of what it had to say.
const early =
  /^(length|max_?(output_?)?tokens|content_?filter(ed)?|safety|recitation|blocklist|prohibited_content|spii|refusal|incomplete)$/i;

/** A place for an error holds one, or it says that it went wrong. */
export function hasFailed({ error, errors, status, success }: Loose): boolean {
  return (
    isSaid(error) ||
    (Array.isArray(errors) && errors.length > 0) ||
    success === false ||
    (typeof status === 'string' && /^(error|failed|failure)$/i.test(status))
  );
}

/** A work order: the words come later, and elsewhere. */
export const isUnfinished = ({ status }: Loose): boolean =>
  typeof status === 'string' &&
  /^(queued|in_?queue|pending|starting|processing|running|in_?progress|submitted)$/i.test(status);

/** An answer that is packed into another says by a number how it went. */
export function hasOddCode({ code, errorcode, statuscode, errno }: Loose): boolean {
  const given = code ?? errorcode ?? statuscode ?? errno;
  return (
    (typeof given === 'number' || typeof given === 'string') && !/^(0+|200+|ok|success)$/i.test(`${given}`)
  );
}

/** Some have a place for an error in every answer, and say there that there is none. */
function isSaid(error: unknown): boolean {
  if (typeof error === 'string')
    return error.trim() !== '' && !/^(ok|success|none|null|false|0)$/i.test(error.trim());
  if (isRecord(error)) return Object.values(error).some(isSaid);
  return typeof error === 'number' ? error !== 0 : error === true;
}

/** Models that write text say so where they had to stop in the middle of it. */
export function isCutOff(value: Loose): boolean {
  const isEarly = [value, ...firstsOf(value)].some(
    ({ finishreason, stopreason, donereason, status }) =>
      [finishreason, stopreason, donereason].some((one) => typeof one === 'string' && early.test(one)) ||
      status === 'incomplete',
  );
  return hasFailed(value) || isEarly || value.truncated === true;
}

/** A model that answers in its own words why it does not write down what was said. */
export const isRefusing = ({ refusal }: Loose): boolean => typeof refusal === 'string' && refusal !== '';

const firstsOf = ({ choices, candidates }: Loose): Loose[] =>
  [choices, candidates].flatMap((list) => (Array.isArray(list) ? list.slice(0, 1).filter(isRecord) : []));
