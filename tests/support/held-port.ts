import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/**
 * Keeps a port of 127.0.0.1 that somebody let go of from being given to another test, until this one is over. Nobody answers
 * there, and whoever names it may listen on it again. Answers whether it could: a connection of somebody else may have been
 * given it meanwhile, which answers nobody either.
 */
export async function holdPort(port: number): Promise<boolean> {
  // Elsewhere a port that is bound cannot be listened on, so it is left to chance there.
  if (process.platform !== 'linux') return true;
  const keeper = createServer().listen(0, '127.0.0.1');
  await once(keeper, 'listening');
  const holder = connect({
    port: (keeper.address() as AddressInfo).port,
    host: '127.0.0.1',
    localAddress: '127.0.0.1',
    localPort: port,
  });
  try {
    const [[kept]] = (await Promise.all([once(keeper, 'connection'), once(holder, 'connect')])) as [
      [ReturnType<typeof connect>],
      unknown,
    ];
    for (const socket of [kept, holder]) socket.on('error', () => undefined);
    onTestFinished(() => {
      for (const socket of [kept, holder]) socket.resetAndDestroy();
      keeper.close();
    });
    return true;
  } catch (error) {
    keeper.close();
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return false;
    throw error;
  }
}

/** A port of 127.0.0.1 on which nobody listens as long as the test runs. */
export async function portOfNobody(): Promise<number> {
  for (;;) {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    if (await holdPort(port)) return port;
  }
}
