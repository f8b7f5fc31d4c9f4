import { useContext, useEffect, useEffectEvent, useState } from 'react';
import type { TopicName, TopicValue } from '../../shared/contract/contract.ts';
import { BridgeContext } from './bridge-hooks.ts';

/** Listens to a topic that costs the app something to make, and only while somebody can see this page. */
export function useWatchedTopic<N extends TopicName>(
  topic: N,
  listener: (value: TopicValue<N>) => void,
): void {
  const client = useContext(BridgeContext);
  const isVisible = useIsVisible();
  const onValue = useEffectEvent(listener);
  useEffect(() => {
    if (!isVisible) return undefined;
    return client?.subscribe(topic, (value) => onValue(value));
  }, [client, topic, isVisible]);
}

// A page that is being closed is hidden first, and has nothing more to say; a glance at another tab is over soon.
const hiddenAfterMs = 1_000;

export function useIsVisible(): boolean {
  const [isVisible, setIsVisible] = useState(() => document.visibilityState === 'visible');
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    function look(): void {
      clearTimeout(timer);
      if (document.visibilityState === 'visible') setIsVisible(true);
      else timer = setTimeout(() => setIsVisible(false), hiddenAfterMs);
    }
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  return isVisible;
}
