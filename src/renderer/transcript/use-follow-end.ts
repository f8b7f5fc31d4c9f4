import { useEffect, useRef, useState, type RefObject } from 'react';

// Within this many pixels of the end people mean to follow; a line is about 20 high.
const nearEndPx = 24;

export type FollowEnd = {
  ref: RefObject<HTMLDivElement | null>;
  isFollowing: boolean;
  onScroll: () => void;
  jumpToEnd: () => void;
};

/** Keeps a scrolling box at its end as `length` grows, until somebody scrolls up. */
export function useFollowEnd(length: number): FollowEnd {
  const ref = useRef<HTMLDivElement>(null);
  const [isFollowing, setIsFollowing] = useState(true);

  useEffect(() => {
    if (isFollowing) ref.current?.scrollTo({ top: ref.current.scrollHeight });
  }, [isFollowing, length]);

  return {
    ref,
    isFollowing,
    onScroll() {
      const box = ref.current;
      if (box !== null) setIsFollowing(box.scrollHeight - box.scrollTop - box.clientHeight <= nearEndPx);
    },
    jumpToEnd: () => setIsFollowing(true),
  };
}
