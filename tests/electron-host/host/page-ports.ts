import type { ToPage } from '../page/messages.ts';
import { StandInPort, type PortPeer } from './ports.ts';

/** The ports whose one end is in a page. */
export type PagePorts = {
  /** A port that is sent to the page; any other object has no number. */
  numberOf(candidate: object): number | undefined;
  /** A port that the page sent. */
  arrived(number: number): StandInPort;
  deliver(number: number, data: unknown, ports: StandInPort[]): void;
  closed(number: number): void;
  closeAll(): void;
};

export function createPagePorts(post: (message: ToPage) => void): PagePorts {
  const peers = new Map<number, PortPeer>();
  let last = 0;

  const toPage = (number: number): PortPeer => ({
    deliver: (data, ports) => post({ kind: 'port-message', port: number, data, ports }),
    close: () => {
      if (peers.delete(number)) post({ kind: 'close-port', port: number });
    },
  });

  const pagePorts: PagePorts = {
    numberOf(candidate) {
      if (!(candidate instanceof StandInPort)) return undefined;
      // Even numbers are ours, odd ones the page's.
      last += 2;
      const number = last;
      // What waits in the port follows the message that brings the port.
      const waiting: { data: unknown; ports: StandInPort[] }[] = [];
      let isThere = false;
      const page = toPage(number);
      peers.set(
        number,
        candidate.handOver({
          deliver(data, ports) {
            if (isThere) page.deliver(data, ports);
            else waiting.push({ data, ports });
          },
          close: () => page.close(),
        }),
      );
      queueMicrotask(() => {
        isThere = true;
        for (const { data, ports } of waiting) page.deliver(data, ports);
      });
      return number;
    },
    arrived(number) {
      const port = new StandInPort();
      port.connect(toPage(number));
      peers.set(number, { deliver: (data, ports) => port.deliver(data, ports), close: () => port.closed() });
      return port;
    },
    deliver: (number, data, ports) => peers.get(number)?.deliver(data, ports),
    closed(number) {
      const peer = peers.get(number);
      peers.delete(number);
      peer?.close();
    },
    closeAll() {
      const all = [...peers.values()];
      peers.clear();
      for (const peer of all) peer.close();
    },
  };
  return pagePorts;
}
