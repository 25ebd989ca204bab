type Told = number | string | null;

/** A figure to three digits that say something; masked ones as they came. */
export function cell(value: Told): string {
  if (value === null) return "—";
  if (typeof value === "string" || Number.isInteger(value)) return String(value);
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

export function share(value: Told): string {
  return typeof value === "number" ? `${(value * 100).toFixed(1)}%` : cell(value);
}
