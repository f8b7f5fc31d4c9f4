import type { Environment } from './find-executable.ts';

// By their names, as they are usual: ours, those of other services, and addresses that carry a password.
const holdsSecret =
  /KEY|TOKEN|SECRET|PASS|PWD|CREDENTIAL|AUTH|COOKIE|JWT|DSN|SIGNATURE|TEAM_URL|DATABASE_URL|PROXY/i;
// Whatever its name: an address with a login in it.
const holdsLogin = /:\/\/[^\s/?#]*@/;
// Chromium and libraries look for it by themselves; without a login it is no secret.
const isProxy = /_PROXY$/i;
// Where a program stands, and finds the screen, the sound and the person's agent: no secret itself, and missed by some.
const needed: ReadonlySet<string> = new Set(['PWD', 'OLDPWD', 'XAUTHORITY', 'PULSE_COOKIE', 'SSH_AUTH_SOCK']);

/**
 * Takes what only we may know out of a process's environment and answers the whole of it: libraries start programs of
 * the system too, and hand them what is left.
 */
export function takeEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const all = { ...environment };
  const known = programEnvironment(all);
  for (const [name, value = ''] of Object.entries(all))
    if (!(name in known) && !(isProxy.test(name) && !holdsLogin.test(value)))
      Reflect.deleteProperty(environment, name);
  return all;
}

/** What a program that is started may know of our environment: everything but keys, which it has no use for. */
export function programEnvironment(environment: Environment): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(environment).filter(
      ([name, value = '']) => needed.has(name) || !(holdsSecret.test(name) || holdsLogin.test(value)),
    ),
  );
}
