/** `0.4 s`, `12 s`, `12 min 34 s`, `1 h 2 min`. */
export function lengthText(sec: number): string {
  if (sec < 10) return `${Math.round(sec * 10) / 10} s`;
  const whole = Math.round(sec);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
