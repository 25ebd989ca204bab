/** A colour so far on the way from one to another. */
export function between(one: string, other: string, share: number): string {
  const part = (at: number): string => Math.round(hex(one, at) + (hex(other, at) - hex(one, at)) * share).toString(16).padStart(2, "0");
  return `#${part(1)}${part(3)}${part(5)}`;
}

function hex(colour: string, at: number): number {
  return parseInt(colour.slice(at, at + 2), 16);
}
