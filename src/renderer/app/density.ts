import { useState } from 'react';

const storageKey = 'scrumbot.density';
export type Density = 'comfortable' | 'compact';

/** How much space this browser's page gives to things; tokens.css says what it changes. */
export function applyStoredDensity(): void {
  show(stored());
}

export function useDensity(): [Density, (density: Density) => void] {
  const [density, setDensity] = useState(stored);
  return [
    density,
    (next) => {
      localStorage.setItem(storageKey, next);
      show(next);
      setDensity(next);
    },
  ];
}

function stored(): Density {
  return localStorage.getItem(storageKey) === 'compact' ? 'compact' : 'comfortable';
}

function show(density: Density): void {
  document.documentElement.dataset.density = density;
}
