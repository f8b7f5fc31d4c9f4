import { arch, cpus, freemem, loadavg, release, totalmem, uptime } from 'node:os';
import type { Source } from '../../source/source.ts';

// Some of it asks programs of the system, which may hang; the rest is told without.
const longestMs = 4_000;

/** What is asked of the system, by name; what does not answer in time is left out and named. */
export async function describeEnvironment(source: Source): Promise<object> {
  const { default: si } = await import('systeminformation');
  const asked: Record<string, Promise<unknown>> = {
    system: si.osInfo().then(({ platform, distro, release: version, codename, kernel, arch: kind }) => ({
      platform,
      distro,
      release: version,
      codename,
      kernel,
      arch: kind,
    })),
    processor: si.cpu().then(({ manufacturer, brand, cores, physicalCores, speed }) => ({
      manufacturer,
      brand,
      cores,
      physicalCores,
      gigahertz: speed,
    })),
    audio: si.audio().then((devices) =>
      devices
        .slice(0, 20)
        .map(({ manufacturer, type, driver, status, default: isDefault, in: isInput, out: isOutput }) => ({
          manufacturer,
          type,
          driver,
          status,
          isDefault,
          isInput,
          isOutput,
        })),
    ),
    graphics: si
      .graphics()
      .then(({ controllers }) => controllers.slice(0, 4).map(({ vendor, model }) => ({ vendor, model }))),
    interfaces: si.networkInterfaces().then((all) =>
      (Array.isArray(all) ? all : [all])
        .slice(0, 20)
        .map(({ type, operstate, speed, internal, virtual: isVirtual }) => ({
          type,
          state: operstate,
          speed,
          internal,
          isVirtual,
        })),
    ),
    battery: si.battery().then(({ hasBattery, isCharging, percent, acConnected }) => ({
      hasBattery,
      isCharging,
      percent,
      acConnected,
    })),
  };
  const answers = await Promise.all(
    Object.entries(asked).map(async ([name, answer]) => [name, await within(answer)] as const),
  );
  return {
    ...Object.fromEntries(answers.filter(([, answer]) => answer !== undefined)),
    notAnswered: answers.filter(([, answer]) => answer === undefined).map(([name]) => name),
    app: versionsOf(source),
    memory: {
      totalBytes: totalmem(),
      freeBytes: freemem(),
      load: loadavg(),
      uptimeSec: Math.round(uptime()),
    },
    threads: { processors: cpus().length, arch: arch(), release: release() },
    disk: { freeBytes: source.database.freeBytes, totalBytes: source.database.totalBytes },
    locale: Intl.DateTimeFormat().resolvedOptions().locale,
    timeZoneOffsetMinutes: -new Date().getTimezoneOffset(),
    set: variablesSet(source.environment),
  };
}

async function within<T>(answer: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), longestMs);
  });
  const result = await Promise.race([answer.catch(() => undefined), late]);
  clearTimeout(timer);
  return result;
}

function versionsOf({ version }: Source): object {
  const { node, v8, electron, chrome, openssl, uv } = process.versions as Record<string, string | undefined>;
  return { scrumbot: version, node, v8, electron: electron ?? null, chromium: chrome ?? null, openssl, uv };
}

/** Which variables that change what we do are set; never what to. */
function variablesSet(environment: Source['environment']): Record<string, boolean> {
  const names = [
    'SCRUMBOT_HOME',
    'SCRUMBOT_LOG_LEVEL',
    'GROQ_API_KEY',
    'HTTP_PROXY',
    'HTTPS_PROXY',
    'ALL_PROXY',
    'NO_PROXY',
    'NODE_OPTIONS',
    'NODE_EXTRA_CA_CERTS',
    'XDG_SESSION_TYPE',
    'WSL_DISTRO_NAME',
  ];
  return Object.fromEntries(
    names.map((name) => [name, (environment[name] ?? environment[name.toLowerCase()] ?? '') !== '']),
  );
}
