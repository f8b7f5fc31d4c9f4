import type { Environment } from './find-executable.ts';

// By their names, as they are usual: ours, those of other services, and addresses that carry a password.
const holdsSecret =
  /KEY|TOKEN|SECRET|PASS|PWD|CREDENTIAL|AUTH|COOKIE|JWT|DSN|SIGNATURE|TEAM_URL|DATABASE_URL|PROXY/i;
// Whatever its name: an address with a login in it.
const holdsLogin = /:\/\/[^\s/?#]*@/;
// Where a program stands, and finds the screen, the sound and the person's agent: no secret itself, and missed by some.
const needed: ReadonlySet<string> = new Set(['PWD', 'OLDPWD', 'XAUTHORITY', 'PULSE_COOKIE', 'SSH_AUTH_SOCK']);

/** What a program that is started may know of our environment: everything but keys, which it has no use for. */
export function programEnvironment(environment: Environment): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(environment).filter(
      ([name, value = '']) => needed.has(name) || !(holdsSecret.test(name) || holdsLogin.test(value)),
    ),
  );
}
