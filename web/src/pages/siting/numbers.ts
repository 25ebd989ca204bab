import type { Shape } from "../../api/client";

export type Siting = Shape["SitingOut"];
export type Plan = Shape["SitingPlan"];
export type Cell = number | string | null;

/** What is masked is shown as it came; a number to three digits that say something. */
export function told(value: Cell): string {
  if (typeof value !== "number") return value ?? "—";
  const size = Math.abs(value);
  return Number.isInteger(value) || size >= 100 ? String(Math.round(value)) : value.toFixed(size >= 10 ? 1 : 2);
}

export function share(value: Cell): string {
  return typeof value === "number" ? `${(value * 100).toFixed(1)}%` : value ?? "—";
}

/** By how much more or less than today; nothing where either is not told. */
export function change(value: Cell, now: Cell, percent = false): string | null {
  if (typeof value !== "number" || typeof now !== "number") return null;
  const more = percent ? (value - now) * 100 : value - now;
  const text = percent ? more.toFixed(1) : told(Math.abs(more) < 0.005 ? 0 : more);
  return (Number(text) > 0 ? `+${text}` : text).replace("-", "−");
}
