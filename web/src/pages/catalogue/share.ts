/** A share as people read it; a dash where nobody counted. */
export function share(value: number | null): string {
  return value === null ? "—" : `${(value * 100).toFixed(1)}%`;
}
