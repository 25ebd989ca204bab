import type { ReactNode } from "react";
import { amount } from "../../lib/dates";
import { Barred } from "../../ui/Bar";

type Told = number | string | null | undefined;

/** The chance that it is a lead, of a hundred; what is masked stays as it came. */
export function Score({ value }: { value: Told }): ReactNode {
  const share = asNumber(value);
  if (share === undefined) return <span className="quiet">{value ?? "—"}</span>;
  return <Barred share={share}>{percent(share)}</Barred>;
}

/** Yuan, or what a mask made of them. */
export function Yuan({ value }: { value: Told }): ReactNode {
  const yuan = asNumber(value);
  return yuan === undefined ? <span className="quiet">{value ?? "—"}</span> : <span className="number">{amount(yuan)}</span>;
}

/** 0.9983 is 99.8%: never rounded up to certainty, nor down to nothing. */
export function percent(share: number): string {
  if (share > 0 && share < 0.001) return "<0.1%";
  return `${(Math.floor(share * 1000 + 1e-6) / 10).toFixed(1)}%`;
}

function asNumber(value: Told): number | undefined {
  if (value === null || value === undefined || value === "" || Number.isNaN(Number(value))) return undefined;
  return Number(value);
}
