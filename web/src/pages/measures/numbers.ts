/** To three digits that say something; `signed`: what is more says so. */
export function number(value: number | null, signed = false): string {
  if (value === null) return "—";
  const told = Number.isInteger(value) || Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);
  return (signed && value > 0 ? `+${told}` : told).replace("-", "−");
}

export function share(value: number): string {
  if (value > 0.995) return ">99%";
  return value < 0.1 ? `${(value * 100).toFixed(1)}%` : `${(value * 100).toFixed(0)}%`;
}
