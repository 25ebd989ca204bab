/** A score or share to a hundredth of a percent: one wrong row in ten thousand shall be seen. */
export function share(value: number | null): string {
  if (value === null) return "—";
  // Rounded down: what is not whole does not look whole.
  return `${(Math.floor(value * 10_000) / 100).toFixed(2)}%`;
}
